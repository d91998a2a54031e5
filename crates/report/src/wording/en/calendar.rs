//! Dates, periods, grains and zones.

use jauge_domain::{CalendarError, Impossible};

use super::Wording;

const FORMS: &str =
    "`2026`, `2026-Q2`, `2026-04`, `2026-W14`, `2026-04-01` or `2026-04-01/2026-06-30` (both days included)";

pub(super) fn message(error: &CalendarError, _: &Wording) -> String {
    match error {
        CalendarError::UnknownZone { name, near } => {
            format!("unknown time zone `{name}`{}", hint(near, "write an IANA name such as `Europe/Paris`"))
        }
        CalendarError::FiscalYearStart { month, day } => format!(
            "a fiscal year cannot start on `{month:02}-{day:02}`: write a month from 01 to 12 and a day from 01 to 28"
        ),
        CalendarError::UnknownGrain { text, near } => {
            format!("unknown grain `{text}`{}", hint(near, "use `hour`, `day`, `week`, `month`, `quarter` or `year`"))
        }
        CalendarError::Malformed { text } => format!("`{text}` is not a period: write {FORMS}"),
        CalendarError::NotADay { text } => format!("`{text}` is not a day: write `2026-01-31` or `31 January 2026`"),
        CalendarError::DayOrMonth { text, day_first, month_first } => {
            format!("`{text}` may be read two ways: write `{day_first}` or `{month_first}`")
        }
        CalendarError::Impossible { text, why } => format!("`{text}` does not exist: {}", impossible(why)),
        CalendarError::Reversed { from, to } => {
            format!("`{from}/{to}` ends before it starts: write the earlier day first")
        }
        CalendarError::Skipped { period, zone } => {
            format!("`{period}` never happened in {zone}: its clock was set forward over it")
        }
        CalendarError::NoHour => {
            "a civil date has no hour: use `day` or a larger grain, or a timestamp column".to_owned()
        }
        CalendarError::Last { count, grain } => {
            format!("there are no last {count} {grain}s: write a count of at least 1 that stays after the year 1")
        }
    }
}

fn impossible(why: &Impossible) -> String {
    match why {
        Impossible::DayOfMonth { year, month, days } => {
            format!("{year:04}-{month:02} has {days} days, counted from 01")
        }
        Impossible::Quarter => "a year has 4 quarters, Q1 to Q4".to_owned(),
        Impossible::Month => "a year has 12 months, 01 to 12".to_owned(),
        Impossible::Week { year, weeks } => format!("{year:04} has {weeks} ISO weeks, W01 to W{weeks}"),
        Impossible::Year => "years run from 0001 to 9998".to_owned(),
    }
}

/// The end of a message: the name probably meant, or how to write one.
fn hint(near: &Option<String>, otherwise: &str) -> String {
    near.as_ref().map_or_else(|| format!(": {otherwise}"), |near| format!(": did you mean `{near}`?"))
}
