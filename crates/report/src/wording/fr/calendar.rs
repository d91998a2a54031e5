//! Dates, periods, grains and zones.

use jauge_domain::{CalendarError, Impossible};

use super::Wording;

const FORMS: &str = "`2026`, `T2 2026`, `avril 2026`, `04/2026`, `2026-S14`, `01/04/2026` ou `du 01/04/2026 au 30/06/2026` (les deux jours compris)";

pub(super) fn message(error: &CalendarError, _: &Wording) -> String {
    match error {
        CalendarError::UnknownZone { name, near } => {
            format!("fuseau horaire `{name}` inconnu{}", hint(near, "écrire un nom IANA tel que `Europe/Paris`"))
        }
        CalendarError::FiscalYearStart { month, day } => format!(
            "un exercice ne peut pas commencer le `{month:02}-{day:02}` : écrire un mois de 01 à 12 et un jour de 01 à 28"
        ),
        CalendarError::UnknownGrain { text, near } => format!(
            "maille `{text}` inconnue{}",
            hint(near, "écrire `hour`, `day`, `week`, `month`, `quarter` ou `year`")
        ),
        CalendarError::Malformed { text } => format!("`{text}` n'est pas une période : écrire {FORMS}"),
        CalendarError::NotADay { text } => {
            format!("`{text}` n'est pas un jour : écrire `31/01/2026`, `31 janvier 2026` ou `2026-01-31`")
        }
        CalendarError::DayOrMonth { text, day_first, month_first } => {
            format!("`{text}` peut se lire de deux façons : écrire `{day_first}` ou `{month_first}`")
        }
        CalendarError::Impossible { text, why } => format!("`{text}` n'existe pas : {}", impossible(why)),
        CalendarError::Reversed { from, to } => {
            format!("`{from}/{to}` finit avant de commencer : écrire le premier jour d'abord")
        }
        CalendarError::Skipped { period, zone } => {
            format!("`{period}` n'a jamais eu lieu en {zone} : l'horloge y a été avancée")
        }
        CalendarError::NoHour => {
            "une date n'a pas d'heure : prendre `day` ou une maille plus large, ou une colonne d'instants".to_owned()
        }
        CalendarError::Last { count, grain } => {
            format!("il n'y a pas de {count} derniers `{grain}` : écrire un nombre d'au moins 1 qui reste après l'an 1")
        }
    }
}

fn impossible(why: &Impossible) -> String {
    match why {
        Impossible::DayOfMonth { year, month, days } => {
            format!("{year:04}-{month:02} a {days} jours, comptés à partir de 01")
        }
        Impossible::Quarter => "une année a 4 trimestres, de T1 à T4".to_owned(),
        Impossible::Month => "une année a 12 mois, de 01 à 12".to_owned(),
        Impossible::Week { year, weeks } => format!("{year:04} a {weeks} semaines ISO, de W01 à W{weeks}"),
        Impossible::Year => "les années vont de 0001 à 9998".to_owned(),
    }
}

/// The end of a message: the name probably meant, or how to write one.
fn hint(near: &Option<String>, otherwise: &str) -> String {
    near.as_ref().map_or_else(|| format!(" : {otherwise}"), |near| format!(" : vouliez-vous dire `{near}` ?"))
}
