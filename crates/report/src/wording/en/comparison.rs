//! Which days are compared with which.

use jauge_domain::{ComparisonNote, FeastFault, Localized};
use jiff::civil::Date;

use super::Wording;
use super::forms::counted;
use super::names::{meant, quoted};

pub(super) fn note(note: &ComparisonNote, wording: &Wording) -> String {
    let days = |days: &(Date, Date)| range(days, wording);
    match note {
        ComparisonNote::Weekdays { now, then } => format!(
            "the same weekdays are compared, 364 days apart: {} with {}; `--align date` compares the same dates",
            days(now),
            days(then)
        ),
        ComparisonNote::LastTime { feast, now, then } => {
            format!("{} is compared with its last time: {} with {}", name(feast, wording), days(now), days(then))
        }
        ComparisonNote::OneSided { feasts, now } => {
            let side = if *now { "the period" } else { "the period compared with" };
            let feasts: Vec<_> = feasts.iter().map(|feast| name(feast, wording)).collect();
            format!("only {side} holds {}: `--compare feast` compares a feast with its last time", feasts.join(", "))
        }
        ComparisonNote::UpTo { kpis, now, then } => {
            let kpis = of(kpis);
            format!("{kpis}under way: only completed days are compared, {} with {}", days(now), days(then))
        }
        ComparisonNote::NothingYet { kpis } => {
            format!("{}no day of the period is completed yet: there is nothing to compare", of(kpis))
        }
        ComparisonNote::Lengths { now, days: many, then, other_days } => format!(
            "not as many days are compared: {} ({}) with {} ({})",
            days(now),
            counted(*many, "day", "days"),
            days(then),
            counted(*other_days, "day", "days")
        ),
        ComparisonNote::Begun { kpis, began } => {
            let began = wording.date(*began);
            format!("{}the data begin on {began}, within the days compared with: these have fewer", of(kpis))
        }
        ComparisonNote::NothingBefore { kpis, began } => {
            format!("{}there is nothing to compare with: the data begin on {}", of(kpis), wording.date(*began))
        }
    }
}

pub(super) fn feast(fault: &FeastFault) -> String {
    match fault {
        FeastFault::NoCalendar => "`--compare` with a feast needs a calendar of them".to_owned(),
        FeastFault::Unknown { id, near } => {
            format!("`--compare {id}` is not `previous`, `year` or `feast`, and no feast is called so{}", meant(near))
        }
        FeastFault::NotInPeriod { id: None } => "no feast takes place in the period".to_owned(),
        FeastFault::NotInPeriod { id: Some(id) } => format!("`{id}` does not take place in the period"),
        FeastFault::Several { ids } => {
            format!("several feasts take place in the period, each with a last time of its own: {}", quoted(ids, ", "))
        }
        FeastFault::First { id } => format!("the calendar knows of no earlier time of `{id}`"),
    }
}

pub(super) fn feast_help(fault: &FeastFault) -> Option<String> {
    match fault {
        FeastFault::NoCalendar => {
            Some("name a region in jauge.toml: `[calendar]` with `region = \"fr\"` or `region = \"gb\"`".to_owned())
        }
        FeastFault::Several { ids } => {
            ids.first().map(|id| format!("name one, as in `--compare {id}`, or ask for fewer days"))
        }
        FeastFault::First { .. } => Some("add its days in the file that `[calendar] file` names".to_owned()),
        FeastFault::Unknown { .. } | FeastFault::NotInPeriod { .. } => None,
    }
}

/// The first and the last day.
fn range((first, last): &(Date, Date), wording: &Wording) -> String {
    match first == last {
        true => wording.date(*first),
        false => format!("{} to {}", wording.date(*first), wording.date(*last)),
    }
}

/// The KPIs that something is said of, where not of all.
fn of(kpis: &[String]) -> String {
    if kpis.is_empty() { String::new() } else { format!("{}: ", kpis.join(", ")) }
}

fn name(feast: &Localized, wording: &Wording) -> String {
    feast.get(wording.language).to_owned()
}
