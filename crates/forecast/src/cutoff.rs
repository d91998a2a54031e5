//! The as-of cutoff of a forecast: which days are known and which are still to come.

use jiff::civil::Date;

use crate::refusal::Refusal;
use crate::series::Daily;
use crate::stretch::Stretch;

/// Positions in a [`Daily`]: days before `known` are known, the period is `start..end`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cutoff {
    pub(crate) known: i64,
    pub(crate) start: i64,
    pub(crate) end: i64,
}

/// How many past periods a share is learnt from: enough for a year of months.
const PAST_PERIODS: u16 = 12;

impl Cutoff {
    /// # Errors
    /// [`Refusal::Incomplete`] and [`Refusal::StartsInside`] when the series does not cover the period so far.
    pub(crate) fn new(series: &Daily, period: Stretch, as_of: Date) -> Result<Self, Refusal> {
        let over = period.end().yesterday().unwrap_or(as_of);
        let seen = as_of.min(over);
        if series.last() < seen {
            return Err(Refusal::Incomplete { last: series.last(), as_of: seen });
        }
        if series.first() > period.start() && period.start() <= as_of {
            return Err(Refusal::StartsInside { first: series.first(), start: period.start() });
        }
        let known = series.index(as_of) + 1;
        if known < 1 {
            return Err(Refusal::TooFewDays { have: 0, need: 7 });
        }
        Ok(Self { known, start: series.index(period.start()), end: series.index(period.end()) })
    }

    pub(crate) fn over(self) -> bool {
        self.known >= self.end
    }

    /// Days of the period that are known.
    pub(crate) fn elapsed(self) -> i64 {
        (self.known - self.start).clamp(0, self.end - self.start)
    }

    /// Days of the period that are known, none before it begins.
    pub(crate) fn passed(self) -> std::ops::Range<i64> {
        self.start..self.start + self.elapsed()
    }

    /// First day of the period that is not known.
    pub(crate) fn next(self) -> i64 {
        self.known.max(self.start)
    }

    /// Days of the period still to come.
    pub(crate) fn remaining(self) -> i64 {
        (self.end - self.next()).max(0)
    }

    /// Weeks from what is known to the period's end.
    pub(crate) fn ahead_weeks(self) -> f64 {
        (self.end - self.known).max(0) as f64 / 7.0
    }

    /// The same cutoff, whole weeks earlier, so that weekdays stay where they are.
    pub(crate) fn weeks_earlier(self, weeks: i64) -> Self {
        let days = 7 * weeks;
        Self { known: self.known - days, start: self.start - days, end: self.end - days }
    }
}

/// Positions of the past periods of the same length, the latest first; those before the series are left out.
pub(crate) fn past_periods(series: &Daily, period: Stretch) -> Vec<(i64, i64)> {
    (1..=PAST_PERIODS)
        .map_while(|count| period.earlier(count))
        .map(|past| (series.index(past.start()), series.index(past.end())))
        .take_while(|(start, _)| *start >= 0)
        .collect()
}
