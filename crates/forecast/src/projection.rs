//! What a forecast says.

use crate::predictive::Predictive;

/// How the value was forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// The period is over: nothing is forecast.
    Exact,
    /// What is known, divided by the share of their total that past periods had at this point, weekdays considered.
    ShareCurve,
    /// The same weekdays of the last four weeks.
    SeasonalNaive,
    /// The same days 52 weeks earlier, times the growth of the last eight weeks over those weeks.
    LastYear,
    /// Simple exponential smoothing of weekly sums (`augurs-ets`, model ANN), spread over weekdays.
    Ets,
    /// The mean of the methods above that have enough history.
    Mean,
    /// What is known, divided by the share of the days that have passed (of their weekdays' usual volume once two weeks
    /// are known): there is too little history to test better.
    StraightLine,
    /// The typical increase of past periods from this point to their end (distinct counts).
    PastIncrease,
}

/// How well the method would have done: the same forecast, made at the same point of earlier periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backtest {
    /// Weighted absolute percentage error of the final value: Σ|forecast − actual| / Σ|actual|.
    pub error: f64,
    /// How many earlier forecasts that is.
    pub origins: usize,
}

/// What a target asks of the final value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// This value or more.
    AtLeast(f64),
    /// This value or less.
    AtMost(f64),
    /// Between two values, both included.
    Between(f64, f64),
}

/// The final value of a period, as far as it can be known at `as_of`. No field is ever NaN or infinite.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// The median of the predictive distribution: as likely to be exceeded as not.
    pub value: f64,
    /// Its 10 % quantile.
    pub low: f64,
    /// Its 90 % quantile: the final value is between `low` and `high` in 80 % of cases.
    pub high: f64,
    /// The method that did best in the backtest.
    pub method: Method,
    /// `None` where there is too little history for one, or nothing is left to forecast.
    pub backtest: Option<Backtest>,
    /// The value as of today, `None` for a ratio whose denominator is 0 so far.
    pub so_far: Option<f64>,
    /// The share of a period's total that history has by this day, 0 to 1; `None` for ratios, which are not prorated.
    pub expected_share: Option<f64>,
    /// Days of the period that have passed.
    pub elapsed_days: i64,
    /// Days of the period still to come.
    pub remaining_days: i64,
    pub(crate) distribution: Predictive,
    pub(crate) remaining_denominator: Option<(f64, f64)>,
}

impl Projection {
    /// The probability, 0 to 1, that the final value meets the goal. 0 for a goal that is not a number.
    pub fn probability(&self, goal: Bound) -> f64 {
        let probability = match goal {
            Bound::AtLeast(target) if !target.is_nan() => self.distribution.at_least(target),
            Bound::AtMost(target) if !target.is_nan() => self.distribution.at_most(target),
            Bound::Between(low, high) if low <= high => {
                self.distribution.at_least(low) + self.distribution.at_most(high) - 1.0
            }
            _ => 0.0,
        };
        probability.clamp(0.0, 1.0)
    }

    /// The rate the remaining days need for the period to end on `target`: a day for additive KPIs and distinct
    /// counts, the ratio of the remaining days for a ratio. `None` when no day (or no denominator) remains.
    pub fn required(&self, target: f64) -> Option<f64> {
        let rate = match self.remaining_denominator {
            Some((known, remaining)) if remaining > 0.0 => {
                (target * (known + remaining) - self.so_far.unwrap_or(0.0) * known) / remaining
            }
            Some(_) => return None,
            None => (target - self.so_far?) / self.remaining_days as f64,
        };
        rate.is_finite().then_some(rate)
    }

    pub(crate) fn exact(value: f64, days: i64, share: Option<f64>) -> Self {
        Self {
            value,
            low: value,
            high: value,
            method: Method::Exact,
            backtest: None,
            so_far: Some(value),
            expected_share: share,
            elapsed_days: days,
            remaining_days: 0,
            distribution: Predictive::exact(value),
            remaining_denominator: None,
        }
    }
}
