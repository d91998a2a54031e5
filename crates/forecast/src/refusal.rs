//! Why a forecast is refused: a number without evidence would be worse than none.

use jiff::civil::Date;
use thiserror::Error;

/// A forecast that cannot honestly be given, and what it would need.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{self:?}")]
pub enum Refusal {
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
    /// Every known value is 0, so neither a level nor its noise can be estimated.
    AllZero {
        /// How many days were looked at.
        days: usize,
    },
    /// The denominator is 0 in all that is known, so the ratio has no value.
    NoDenominator,
    /// The period ends before it starts, or on the same day.
    EmptyPeriod {
        /// First day of the period.
        start: Date,
        /// The day after its last.
        end: Date,
    },
    /// The values stop before `as_of`, so what is known so far is incomplete.
    Incomplete {
        /// Last day with a value.
        last: Date,
        /// The day asked for.
        as_of: Date,
    },
    /// The values begin inside the period, so its total cannot be known.
    StartsInside {
        /// First day with a value.
        first: Date,
        /// First day of the period.
        start: Date,
    },
    /// A value is not a number, or too large to be one (beyond ±1e100).
    NotFinite {
        /// Its day.
        day: Date,
    },
    /// Values differ so much in size that their sums and ratios cannot be computed.
    OutOfRange,
    /// A value is negative (a cumulative count falls) although the KPI was said to only grow.
    Negative {
        /// Its day.
        day: Date,
    },
    /// Numerator and denominator do not cover the same days.
    Misaligned,
    /// The counts were said to share rows, but a numerator is above its denominator, or a count is not whole.
    NotShared {
        /// Its day.
        day: Date,
    },
}
