//! Books held against a tag.

use jauge_domain::{ReconcileNote, Unit};

use super::super::Wording;
use super::names::quoted;

pub(super) fn note(note: &ReconcileNote, wording: &Wording) -> String {
    let share = |share: f64| wording.amount(share, Unit::Ratio);
    let count = |count: f64| wording.amount(count, Unit::Count);
    match note {
        ReconcileNote::NoBooks => {
            "aucun KPI n'est une part des livres : `books` dans l'en-tête d'un KPI en fait une".to_owned()
        }
        ReconcileNote::NotBooks { kpi, known } => {
            format!("`{kpi}` n'est pas une part des livres ; celles-ci le sont : {}", quoted(known, ", "))
        }
        ReconcileNote::Nothing => {
            "rien à confronter : les livres et le marqueur doivent être chargés, et avoir des identifiants en commun"
                .to_owned()
        }
        ReconcileNote::Seen { title, seen, of } => format!("{title} : {} sur {}", count(*seen), count(*of)),
        ReconcileNote::Open { from, of } => format!(
            "dont {} depuis le {}, à partir duquel une source n'est pas complète : ce que le marqueur en a vu peut manquer, et aucune \
             rupture n'y est cherchée ; chargez ce qui est plus récent",
            count(*of),
            wording.date(*from)
        ),
        ReconcileNote::Broke { title, from, until: None, usual, during } => format!(
            "{title} : cassé depuis le {} : {} depuis, {} avant",
            wording.date(*from),
            share(*during),
            share(*usual)
        ),
        ReconcileNote::Broke { title, from, until: Some(until), usual, during } => format!(
            "{title} : cassé du {} au {} : {} alors, {} les autres jours",
            wording.date(*from),
            wording.date(*until),
            share(*during),
            share(*usual)
        ),
        ReconcileNote::Between { title, tag, books } => format!(
            "{title} : {} si ce que le marqueur n'a pas vu a été perdu avec ses sessions, {} si le marqueur a vu chaque session et n'a \
             perdu que des achats ; la vérité est entre les deux, et rien n'est corrigé",
            share(*tag),
            share(*books)
        ),
    }
}
