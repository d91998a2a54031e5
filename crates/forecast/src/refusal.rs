//! Why a forecast is refused: a number without evidence would be worse than none.

use jiff::civil::Date;
use thiserror::Error;

/// A forecast that cannot honestly be given, and what it would need.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Fewer days (or past periods) are known than the simplest method needs.
    #[error("{have} {unit} known, a forecast needs {need}; load more history or evaluate later")]
    TooLittle {
        /// What is counted: `days` or `past periods`.
        unit: &'static str,
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Every known value is 0, so neither a level nor its noise can be estimated.
    #[error(
        "all {days} known days are 0, which says nothing about the days to come; check the KPI's filter and source"
    )]
    AllZero {
        /// How many days were looked at.
        days: usize,
    },
    /// The denominator is 0 in all that is known, so the ratio has no value.
    #[error("the denominator is 0 in all that is known; check the KPI's filter and source")]
    NoDenominator,
    /// The period ends before it starts, or on the same day.
    #[error("the period starts on {start} and ends before {end}; give an end after the start")]
    EmptyPeriod {
        /// First day of the period.
        start: Date,
        /// The day after its last.
        end: Date,
    },
    /// The values stop before `as_of`, so what is known so far is incomplete.
    #[error("values end on {last}, before `as_of` {as_of}; load the missing days or evaluate as of {last}")]
    Incomplete {
        /// Last day with a value.
        last: Date,
        /// The day asked for.
        as_of: Date,
    },
    /// The values begin inside the period, so its total cannot be known.
    #[error("values begin on {first}, inside the period that starts on {start}; load the period's first days")]
    StartsInside {
        /// First day with a value.
        first: Date,
        /// First day of the period.
        start: Date,
    },
    /// A value is not a number, or too large to be one (beyond ±1e100).
    #[error("the value of {day} is not a number below 1e100; leave the day out of the source or repair it")]
    NotFinite {
        /// Where it is.
        day: Date,
    },
    /// Values differ so much in size that their sums and ratios cannot be computed.
    #[error("the values differ too much in size to compute with; check the KPI's unit and source")]
    OutOfRange,
    /// A value is negative (a cumulative count falls) although the KPI was said to only grow.
    #[error("the value of {day} falls below what came before; set `signed` if the KPI can fall")]
    Negative {
        /// Where it is.
        day: Date,
    },
    /// Numerator and denominator do not cover the same days.
    #[error("numerator and denominator cover different days; give both from the same day to the same day")]
    Misaligned,
    /// The counts were said to share rows, but a numerator is above its denominator, or a count is not whole.
    #[error("on {day} the numerator is no part of the denominator's count; unset `shared_rows`")]
    NotShared {
        /// Where it is.
        day: Date,
    },
}
