//! Why a date, a period or a calendar cannot be had.

use jiff::civil::Date;
use serde::Serialize;

use super::grain::Grain;

/// What is wrong with a calendar, a grain or a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CalendarError {
    /// No IANA zone has this name.
    UnknownZone {
        /// The name as written.
        name: String,
        /// The zone probably meant.
        near: Option<String>,
    },
    /// The fiscal year starts on a day that some year does not have.
    FiscalYearStart {
        /// The month as written.
        month: i8,
        /// The day as written.
        day: i8,
    },
    /// No grain has this name.
    UnknownGrain {
        /// The name as written.
        text: String,
        /// The grain probably meant.
        near: Option<String>,
    },
    /// The text has none of the forms of a period.
    Malformed {
        /// The text as written.
        text: String,
    },
    /// The text says no day.
    NotADay {
        /// The text as written.
        text: String,
    },
    /// The text is one day where the day comes first, and another where the month does.
    DayOrMonth {
        /// The text as written.
        text: String,
        /// The one, as `2026-04-03`.
        day_first: String,
        /// The other.
        month_first: String,
    },
    /// The text has the form of a period, but no calendar has that date.
    Impossible {
        /// The text as written.
        text: String,
        /// What there is instead.
        why: Impossible,
    },
    /// The last day comes before the first.
    Reversed {
        /// The first day as written.
        from: Date,
        /// The last day as written.
        to: Date,
    },
    /// The zone skipped the whole period, as Pacific/Apia skipped 2011-12-30.
    Skipped {
        /// The period asked for.
        period: String,
        /// The zone's name.
        zone: String,
    },
    /// A date column is asked for its hours.
    NoHour,
    /// The last N units are no span that a calendar can hold.
    Last {
        /// The number asked for.
        count: i64,
        /// Of what.
        grain: Grain,
    },
}

/// Why no calendar has a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Impossible {
    /// The month is shorter.
    DayOfMonth {
        /// Its year.
        year: i16,
        /// The month, from 1.
        month: i8,
        /// How many days it has.
        days: i8,
    },
    /// There is no such quarter.
    Quarter,
    /// There is no such month.
    Month,
    /// The year has fewer ISO weeks.
    Week {
        /// The year.
        year: i16,
        /// How many it has.
        weeks: i8,
    },
    /// Calendars end.
    Year,
}
