//! Why a date, a period or a calendar cannot be had.

use super::period::FORMS;

/// What is wrong with a calendar, a grain or a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No IANA zone has this name.
    #[error("unknown time zone `{name}`{}", hint(near, "write an IANA name such as `Europe/Paris`"))]
    UnknownZone {
        /// The name as written.
        name: String,
        /// The zone probably meant.
        near: Option<String>,
    },
    /// The fiscal year starts on a day that some year does not have.
    #[error("a fiscal year cannot start on `{month:02}-{day:02}`: write a month from 01 to 12 and a day from 01 to 28")]
    FiscalYearStart {
        /// The month as written.
        month: i8,
        /// The day as written.
        day: i8,
    },
    /// No grain has this name.
    #[error("unknown grain `{text}`{}", hint(near, "use `hour`, `day`, `week`, `month`, `quarter` or `year`"))]
    UnknownGrain {
        /// The name as written.
        text: String,
        /// The grain probably meant.
        near: Option<String>,
    },
    /// The text has none of the forms of a period.
    #[error("`{text}` is not a period: write {FORMS}")]
    Malformed {
        /// The text as written.
        text: String,
    },
    /// The text has the form of a period, but no calendar has that date.
    #[error("`{text}` does not exist: {why}")]
    Impossible {
        /// The text as written.
        text: String,
        /// What there is instead.
        why: String,
    },
    /// The last day comes before the first.
    #[error("`{from}/{to}` ends before it starts: write the earlier day first")]
    Reversed {
        /// The first day as written.
        from: jiff::civil::Date,
        /// The last day as written.
        to: jiff::civil::Date,
    },
    /// The zone skipped the whole period, as Pacific/Apia skipped 2011-12-30.
    #[error("`{period}` never happened in {zone}: its clock was set forward over it")]
    Skipped {
        /// The period asked for.
        period: String,
        /// The zone's name.
        zone: String,
    },
    /// A date column is asked for its hours.
    #[error("a civil date has no hour: use `day` or a larger grain, or a timestamp column")]
    NoHour,
    /// The last N units are no span that a calendar can hold.
    #[error("there are no last {count} {grain}s: write a count of at least 1 that stays after the year 1")]
    Last {
        /// The number asked for.
        count: i64,
        /// Of what.
        grain: super::Grain,
    },
}

/// The end of a message: the name probably meant, or how to write one.
fn hint(near: &Option<String>, otherwise: &str) -> String {
    near.as_ref().map_or_else(|| format!(": {otherwise}"), |near| format!(": did you mean `{near}`?"))
}
