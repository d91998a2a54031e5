//! Where what a system counted by the day meets events.

use jauge_domain::{Seam, Unit};

use super::{super::Wording, forms::counted};

pub(super) fn message(seam: &Seam, wording: &Wording) -> String {
    let Seam { system, counted: days, days_in_both, level, has_events, .. } = seam;
    let whose = match days {
        None => format!("aucun jour ne vient de `{system}`, car les événements ou un autre système ont tous les siens"),
        Some((first, last)) => {
            let (first, last) = (wording.date(*first), wording.date(*last));
            format!("{}, du {first} au {last}, de `{system}` (table `daily`)", counted(seam.days, "jour", "jours"))
        }
    };
    let beside = match level {
        Some(level) => {
            let (level, both) = (wording.amount(*level, Unit::Ratio), counted(*days_in_both, "jour commun", "jours communs"));
            format!(" ; sur {both}, les événements font {level} de ses sessions")
        }
        None if *has_events && days.is_some() => {
            " ; aucun jour n'est aussi dans les événements : nul ne peut dire ce qu'une évolution entre les deux doit au système"
                .to_owned()
        }
        None => String::new(),
    };
    format!("{whose}{beside}")
}

pub(super) fn other_rows(dimension: &str, system: &str, sessions: i64) -> String {
    let sessions = counted(sessions, "session figure", "sessions figurent");
    format!(
        "`{dimension}` de `{system}` : {sessions} dans `(other)`, faute de ligne dans son rapport ; les groupes sous un seuil du \
         système ne figurent nulle part"
    )
}
