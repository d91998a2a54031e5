//! One value a day, with the running sums every method reads.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::refusal::Refusal;
use crate::stretch::days_between;

/// One value a day without holes, from `first` on: an additive KPI, or one side of a ratio. A day on which nothing
/// happened is 0; a day that is not known is not there.
#[derive(Debug, Clone)]
pub struct Daily {
    first: Date,
    values: Vec<f64>,
    running: Vec<f64>,
}

/// Beyond it squares and sums would overflow; no KPI comes near.
const LARGEST: f64 = 1e100;

impl Daily {
    /// Values of the days from `first` on, one a day.
    ///
    /// # Errors
    /// [`Refusal::NotFinite`] names the first value that is not a number, or beyond ±1e100; [`Refusal::TooFewDays`] when
    /// there is none at all.
    pub fn new(first: Date, values: Vec<f64>) -> Result<Self, Refusal> {
        if values.is_empty() {
            return Err(Refusal::TooFewDays { have: 0, need: 7 });
        }
        let mut running = Vec::with_capacity(values.len() + 1);
        let mut sum = 0.0;
        running.push(sum);
        for (index, value) in values.iter().enumerate() {
            sum += value;
            if !value.is_finite() || value.abs() > LARGEST {
                return Err(Refusal::NotFinite { day: first.saturating_add((index as i64).days()) });
            }
            running.push(sum);
        }
        Ok(Self { first, values, running })
    }

    /// The day of the first value.
    pub fn first(&self) -> Date {
        self.first
    }

    /// The day of the last value.
    pub fn last(&self) -> Date {
        self.day(self.values.len() - 1)
    }

    /// The values, one a day from [`Daily::first`] on.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The first `days` values only, so that no method can look further by mistake.
    pub(crate) fn through(&self, days: i64) -> Self {
        let days = self.clamp(days);
        Self { first: self.first, values: self.values[..days].to_vec(), running: self.running[..=days].to_vec() }
    }

    pub(crate) fn day(&self, index: usize) -> Date {
        self.first.saturating_add((index as i64).days())
    }

    /// Position of a day, negative before the first.
    pub(crate) fn index(&self, day: Date) -> i64 {
        days_between(self.first, day)
    }

    /// Sum over days of the series; days outside it add nothing.
    pub(crate) fn sum(&self, days: Range<i64>) -> f64 {
        self.running[self.clamp(days.end.max(days.start))] - self.running[self.clamp(days.start)]
    }

    /// Sum over the first days up to a fractional position (2.5: two days and half of the third).
    pub(crate) fn sum_to(&self, position: f64) -> f64 {
        let whole = self.clamp(position.floor() as i64);
        let rest = self.values.get(whole).map_or(0.0, |value| value * (position - whole as f64).clamp(0.0, 1.0));
        self.running[whole] + rest
    }

    fn clamp(&self, index: i64) -> usize {
        index.clamp(0, self.values.len() as i64) as usize
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn sums_are_over_half_open_ranges_and_fractions() {
        let daily = Daily::new(date(2026, 1, 1), vec![1.0, 2.0, 4.0]).unwrap();
        assert_eq!(daily.sum(1..3), 6.0);
        assert_eq!(daily.sum(-5..9), 7.0);
        assert_eq!(daily.sum_to(2.5), 5.0);
        assert_eq!(daily.last(), date(2026, 1, 3));
    }

    #[test]
    fn a_value_that_is_no_number_is_named_by_its_day() {
        let refusal = Daily::new(date(2026, 1, 1), vec![1.0, f64::NAN]).unwrap_err();
        assert_eq!(refusal, Refusal::NotFinite { day: date(2026, 1, 2) });
    }
}
