//! Quels jours sont comparés à quels autres.

use jauge_domain::{ComparisonNote, FeastFault, Localized};
use jiff::civil::Date;

use super::Wording;
use super::forms::counted;
use super::names::{meant, quoted};

pub(super) fn note(note: &ComparisonNote, wording: &Wording) -> String {
    let days = |days: &(Date, Date)| range(days, wording);
    match note {
        ComparisonNote::Weekdays { now, then } => format!(
            "les mêmes jours de semaine sont comparés, à 364 jours d'écart : {} à {} ; `--align date` compare les mêmes dates",
            days(now),
            days(then)
        ),
        ComparisonNote::LastTime { feast, now, then } => {
            format!("{} se compare à sa dernière fois : {} à {}", name(feast, wording), days(now), days(then))
        }
        ComparisonNote::OneSided { feasts, now } => {
            let side = if *now { "la période" } else { "la période comparée" };
            let feasts: Vec<_> = feasts.iter().map(|feast| name(feast, wording)).collect();
            let feasts = feasts.join(", ");
            format!("seule {side} contient {feasts} : `--compare feast` compare une fête à sa dernière fois")
        }
        ComparisonNote::UpTo { kpis, now, then } => {
            let kpis = of(kpis);
            format!("{kpis}en cours : seuls les jours achevés sont comparés, {} à {}", days(now), days(then))
        }
        ComparisonNote::NothingYet { kpis } => {
            format!("{}aucun jour de la période n'est encore achevé : il n'y a rien à comparer", of(kpis))
        }
        ComparisonNote::Lengths { now, days: many, then, other_days } => format!(
            "les jours comparés ne sont pas aussi nombreux : {} ({}) à {} ({})",
            days(now),
            counted(*many, "jour", "jours"),
            days(then),
            counted(*other_days, "jour", "jours")
        ),
        ComparisonNote::Begun { kpis, began } => {
            let began = wording.date(*began);
            format!(
                "{}les données commencent le {began}, parmi les jours comparés : ceux-ci sont moins nombreux",
                of(kpis)
            )
        }
        ComparisonNote::NothingBefore { kpis, began } => {
            format!("{}rien à quoi comparer : les données commencent le {}", of(kpis), wording.date(*began))
        }
    }
}

pub(super) fn feast(fault: &FeastFault) -> String {
    match fault {
        FeastFault::NoCalendar => "pour comparer à une fête, il faut à `--compare` un calendrier des fêtes".to_owned(),
        FeastFault::Unknown { id, near } => format!(
            "`--compare {id}` n'est ni `previous`, ni `year`, ni `feast`, et aucune fête ne s'appelle ainsi{}",
            meant(near)
        ),
        FeastFault::NotInPeriod { id: None } => "aucune fête n'a lieu dans la période".to_owned(),
        FeastFault::NotInPeriod { id: Some(id) } => format!("`{id}` n'a pas lieu dans la période"),
        FeastFault::Several { ids } => format!(
            "plusieurs fêtes ont lieu dans la période, chacune avec sa propre dernière fois : {}",
            quoted(ids, ", ")
        ),
        FeastFault::First { id } => format!("le calendrier ne connaît pas de fois plus ancienne pour `{id}`"),
    }
}

pub(super) fn feast_help(fault: &FeastFault) -> Option<String> {
    match fault {
        FeastFault::NoCalendar => Some(
            "nommer une région dans jauge.toml : `[calendar]` avec `region = \"fr\"` ou `region = \"gb\"`".to_owned(),
        ),
        FeastFault::Several { ids } => {
            ids.first().map(|id| format!("en nommer une, par exemple `--compare {id}`, ou demander moins de jours"))
        }
        FeastFault::First { .. } => Some("ajouter ses jours dans le fichier que nomme `[calendar] file`".to_owned()),
        FeastFault::Unknown { .. } | FeastFault::NotInPeriod { .. } => None,
    }
}

/// Le premier et le dernier jour.
fn range((first, last): &(Date, Date), wording: &Wording) -> String {
    match first == last {
        true => wording.date(*first),
        false => format!("{} – {}", wording.date(*first), wording.date(*last)),
    }
}

/// Les indicateurs dont on parle, s'il ne s'agit pas de tous.
fn of(kpis: &[String]) -> String {
    if kpis.is_empty() { String::new() } else { format!("{} : ", kpis.join(", ")) }
}

fn name(feast: &Localized, wording: &Wording) -> String {
    feast.get(wording.language).to_owned()
}
