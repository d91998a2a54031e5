//! Why an objective has its status.

use jiff::civil::Date;
use serde::Serialize;

use crate::message::Message;

/// The reason of a status.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum AssessmentFinding {
    /// The KPI cannot be read.
    KpiUnreadable {
        /// Why.
        why: Box<Message>,
    },
    /// No row passes the filter.
    NoRowPasses,
    /// The KPI has no rows, on any day.
    NoRowsEver,
    /// The target is relative to a baseline that is not there.
    TargetWithoutBaseline {
        /// The first day with data.
        since: Date,
    },
    /// The target is relative to a baseline whose period is not over, as far as the data go.
    TargetBeforeBaseline {
        /// The baseline's last day.
        to: Date,
        /// The last day with data.
        last: Date,
    },
    /// The data end too early.
    NoDataSince {
        /// The last day with data.
        last: Date,
    },
    /// No rows in the period so far.
    NoRowsYet,
    /// Too few so far.
    TooFewSoFar {
        /// How many there are.
        had: f64,
        /// How many it takes.
        needed: f64,
    },
    /// The period has only begun.
    TooEarly,
    /// There is no forecast: a straight line decides.
    StraightLine {
        /// Why there is no forecast.
        because: ForecastRefusal,
    },
    /// The last check-in is too long ago.
    NoCheckInSince {
        /// Its day.
        last: Date,
    },
    /// There is no check-in.
    NoCheckIn,
    /// The last check-in.
    CheckIn {
        /// The level.
        level: String,
        /// Its day.
        date: Date,
        /// What was noted.
        note: Option<String>,
    },
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ForecastRefusal {
    /// The KPI does not add up over days.
    NotAdditive,
    /// Fewer days are known than the simplest method needs.
    TooFewDays {
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Fewer past periods are known than the simplest method needs.
    TooFewPastPeriods {
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Every known value is 0.
    AllZero {
        /// How many days were looked at.
        days: usize,
    },
    /// The denominator is 0 in all that is known.
    NoDenominator,
    /// The period ends before it starts.
    EmptyPeriod {
        /// First day of the period.
        start: Date,
        /// The day after its last.
        end: Date,
    },
    /// The values stop too early.
    Incomplete {
        /// Last day with a value.
        last: Date,
        /// The day asked for.
        as_of: Date,
    },
    /// The values begin inside the period.
    StartsInside {
        /// First day with a value.
        first: Date,
        /// First day of the period.
        start: Date,
    },
    /// A value is not a number, or too large to be one.
    NotFinite {
        /// Its day.
        day: Date,
    },
    /// Values differ too much in size to compute with.
    OutOfRange,
    /// A value falls although the KPI was said to only grow.
    Negative {
        /// Its day.
        day: Date,
    },
    /// Numerator and denominator do not cover the same days.
    Misaligned,
    /// A numerator is no part of its denominator's count.
    NotShared {
        /// Its day.
        day: Date,
    },
}
