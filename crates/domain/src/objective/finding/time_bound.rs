//! Time-bound: a period, a frequency and a deadline that fit one another.

use jiff::civil::Date;
use serde::Serialize;

/// What was found of how an objective is bound in time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum TimeBoundFinding {
    /// How often it is evaluated in its period.
    Evaluations {
        /// The period's first day.
        from: Date,
        /// The period's last day.
        to: Date,
        /// How many evaluations fit.
        count: i64,
        /// One every so many days.
        every: i64,
    },
    /// Too few evaluations fit into the period.
    TooFewEvaluations {
        /// How many.
        count: i64,
        /// The period's length in days.
        days: i64,
    },
    /// Its period is over.
    Expired {
        /// The last day.
        on: Date,
    },
    /// It is final before its values are complete.
    SettlesTooEarly {
        /// Days after the end until values are complete.
        late: i64,
        /// Days after the end until it is final.
        settle: i64,
    },
    /// A milestone lies outside of the period.
    MilestoneOutside {
        /// The milestone's day.
        date: Date,
    },
}
