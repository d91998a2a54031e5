//! Are the intervals as wide as they say? Forecasts of periods whose end is known, counted.

use std::ops::AddAssign;

use jiff::ToSpan;

use crate::additive::{AdditiveOptions, additive};
use crate::distinct::{Curve, distinct};
use crate::projection::{Bound, Projection};
use crate::ratio::{RatioOptions, ratio};
use crate::refusal::Refusal;
use crate::series::Daily;
use crate::stretch::Stretch;

/// Targets as multiples of the previous period's value.
const TARGETS: [f64; 4] = [0.9, 1.0, 1.1, 1.2];

/// What came of a set of forecasts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Calibration {
    /// Forecasts given.
    pub forecasts: u32,
    /// Forecasts refused, with a reason.
    pub refused: u32,
    /// Forecasts whose 80 % interval held the final value.
    pub covered: u32,
    /// Intervals without width, because only closed days remained; they count as covered.
    pub certain: u32,
    /// Final values under the interval.
    pub below: u32,
    /// Probabilities asked for: each forecast is asked for several targets.
    pub probabilities: u32,
    /// Sum of squared differences between probability and outcome.
    pub squares: f64,
    /// The same for the straight-line rule: certain if the pace so far ends on the target or above.
    pub pace_squares: f64,
    /// The same for the forecast's value as a rule: what the probability adds to it.
    pub value_squares: f64,
    /// Sum of |value − final value|.
    pub missed: f64,
    /// The same for the straight line.
    pub pace_missed: f64,
    /// Sum of |final value|.
    pub size: f64,
    /// Sum of the intervals' widths.
    pub width: f64,
}

impl Calibration {
    /// Share of the final values inside their interval; should be 0.8.
    pub fn coverage(&self) -> f64 {
        f64::from(self.covered) / f64::from(self.forecasts.max(1))
    }

    /// Brier score of the probabilities (Brier 1950): 0 is perfect, 0.25 what a constant 50 % gets.
    pub fn brier(&self) -> f64 {
        self.squares / f64::from(self.probabilities.max(1))
    }

    /// Brier score of the straight-line rule over the same questions.
    pub fn pace_brier(&self) -> f64 {
        self.pace_squares / f64::from(self.probabilities.max(1))
    }

    /// Brier score of the forecast's value taken for certain.
    pub fn value_brier(&self) -> f64 {
        self.value_squares / f64::from(self.probabilities.max(1))
    }

    /// Weighted absolute percentage error of the value.
    pub fn error(&self) -> f64 {
        self.missed / self.size.max(f64::MIN_POSITIVE)
    }

    /// The same of the straight line.
    pub fn pace_error(&self) -> f64 {
        self.pace_missed / self.size.max(f64::MIN_POSITIVE)
    }

    fn count(&mut self, forecast: &Projection, outcome: &Outcome) {
        let slack = 1e-9 * outcome.value.abs();
        self.forecasts += 1;
        self.certain += u32::from(forecast.high - forecast.low <= slack);
        self.below += u32::from(outcome.value < forecast.low - slack);
        self.covered += u32::from((forecast.low - slack..=forecast.high + slack).contains(&outcome.value));
        self.missed += (forecast.value - outcome.value).abs();
        self.pace_missed += (outcome.pace - outcome.value).abs();
        self.size += outcome.value.abs();
        self.width += forecast.high - forecast.low;
        let Some(previous) = outcome.previous.filter(|previous| *previous > 0.0) else { return };
        for target in TARGETS.map(|factor| factor * previous) {
            let hit = f64::from(outcome.value >= target);
            self.probabilities += 1;
            self.squares += (forecast.probability(Bound::AtLeast(target)) - hit).powi(2);
            self.value_squares += (f64::from(forecast.value >= target) - hit).powi(2);
            self.pace_squares += (f64::from(outcome.pace >= target) - hit).powi(2);
        }
    }
}

impl AddAssign for Calibration {
    fn add_assign(&mut self, other: Self) {
        self.forecasts += other.forecasts;
        self.refused += other.refused;
        self.covered += other.covered;
        self.certain += other.certain;
        self.below += other.below;
        self.probabilities += other.probabilities;
        self.squares += other.squares;
        self.pace_squares += other.pace_squares;
        self.value_squares += other.value_squares;
        self.missed += other.missed;
        self.pace_missed += other.pace_missed;
        self.size += other.size;
        self.width += other.width;
    }
}

/// How a period ended, what the straight line said, and how the period before it ended.
struct Outcome {
    value: f64,
    pace: f64,
    previous: Option<f64>,
}

/// Forecasts a sum on each day of `periods` from a third of the period on, as of that day.
pub fn calibrate_additive(series: &Daily, periods: &[Stretch], options: AdditiveOptions) -> Calibration {
    each_day(periods, |period, as_of| {
        let so_far = total(series, Stretch::new(period.start(), as_of.tomorrow().unwrap_or(as_of)).ok()?);
        let days = (series.index(as_of) - series.index(period.start()) + 1) as f64;
        let outcome = Outcome {
            value: total(series, period),
            pace: so_far * period.days() as f64 / days,
            previous: period.earlier(1).filter(|past| past.start() >= series.first()).map(|past| total(series, past)),
        };
        Some((additive(series, period, as_of, options), outcome))
    })
}

/// Forecasts a ratio on each day of `periods` from a third of the period on, as of that day.
pub fn calibrate_ratio(above: &Daily, below: &Daily, periods: &[Stretch], options: RatioOptions) -> Calibration {
    let value = |period: Stretch| Some(total(above, period) / total(below, period)).filter(|value| value.is_finite());
    each_day(periods, |period, as_of| {
        let so_far = Stretch::new(period.start(), as_of.tomorrow().unwrap_or(as_of)).ok()?;
        let previous = period.earlier(1).filter(|past| past.start() >= above.first());
        let outcome =
            Outcome { value: value(period)?, pace: value(so_far).unwrap_or(0.0), previous: previous.and_then(value) };
        Some((ratio(above, below, period, as_of, options), outcome))
    })
}

/// Forecasts the last count of each curve on each of its days from a third on, the curves before it being its past.
pub fn calibrate_distinct(curves: &[Curve]) -> Calibration {
    let mut tally = Calibration::default();
    for (index, curve) in curves.iter().enumerate() {
        let past = &curves[..index];
        let last = |curve: &Curve| curve.counts.last().copied();
        tally += each_day(&[curve.period], |period, as_of| {
            let days = (as_of - period.start()).get_days() as usize + 1;
            let current = Curve { period, counts: curve.counts.get(..days)?.to_vec() };
            let outcome = Outcome {
                value: last(curve)?,
                pace: last(&current)? * period.days() as f64 / days as f64,
                previous: past.last().and_then(last),
            };
            Some((distinct(past, &current, as_of), outcome))
        });
    }
    tally
}

fn each_day(
    periods: &[Stretch],
    mut forecast: impl FnMut(Stretch, jiff::civil::Date) -> Option<(Result<Projection, Refusal>, Outcome)>,
) -> Calibration {
    let mut tally = Calibration::default();
    for period in periods {
        for elapsed in (period.days() + 2) / 3..period.days() {
            match forecast(*period, period.start().saturating_add((elapsed - 1).days())) {
                Some((Ok(forecast), outcome)) => tally.count(&forecast, &outcome),
                Some((Err(_), _)) => tally.refused += 1,
                None => {}
            }
        }
    }
    tally
}

fn total(series: &Daily, period: Stretch) -> f64 {
    series.sum(series.index(period.start())..series.index(period.end()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn intervals_of_plain_noise_hold_about_eighty_percent() {
        let mut random = fastrand::Rng::with_seed(7);
        // Sums of dice: close to normal, without a trend.
        let values = (0..420).map(|_| f64::from((0..10).map(|_| random.u32(1..=6)).sum::<u32>())).collect();
        let series = Daily::new(date(2025, 1, 1), values).unwrap();
        let start = date(2025, 6, 2);
        let weeks: Vec<Stretch> = (0..30)
            .map(|week| start.saturating_add((7 * week).days()))
            .map(|monday| Stretch::new(monday, monday.saturating_add(7.days())).unwrap())
            .collect();
        let tally = calibrate_additive(&series, &weeks, AdditiveOptions::default());
        assert_eq!((tally.forecasts, tally.refused), (120, 0));
        assert!((0.68..0.92).contains(&tally.coverage()), "{tally:?}");
        assert!(tally.brier() < tally.value_brier() && tally.error() <= tally.pace_error() * 1.05, "{tally:?}");
    }
}
