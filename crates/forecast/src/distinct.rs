//! Counts of distinct things (visitors, customers), which do not add up over days: past cumulative curves.

use jiff::civil::Date;

use crate::backtest::{self, Trial};
use crate::predictive::{self, PastError, Predictive};
use crate::projection::{Method, Projection};
use crate::refusal::Refusal;
use crate::stretch::{Stretch, days_between};

/// The distinct count of a period by the end of each of its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The period counted over.
    pub period: Stretch,
    /// Distinct things from the period's start to the end of each day, never falling; whole for past periods.
    pub counts: Vec<f64>,
}

const METHODS: [Method; 3] = [Method::ShareCurve, Method::PastIncrease, Method::Mean];
/// Without two past curves there is nothing to tell how a count flattens.
const FEWEST_CURVES: usize = 2;
/// Past periods that are averaged.
const RECENT: usize = 6;
/// How much a period's increase over its last week differs from another's where nothing better is known; over more days
/// like a random walk (tuning series).
const USUAL_DIFFERENCE: f64 = 0.2;

/// The final distinct count of the period of `current`, whose last count is that of `as_of`; `past` are earlier
/// periods of the same length, the oldest first.
///
/// # Errors
/// [`Refusal`] when a curve is incomplete, falls, or there are fewer than two past ones.
pub fn distinct(past: &[Curve], current: &Curve, as_of: Date) -> Result<Projection, Refusal> {
    let days = current.period.days();
    let elapsed = (days_between(current.period.start(), as_of) + 1).clamp(0, days);
    let today = as_of.tomorrow().unwrap_or(as_of);
    let past: Vec<&Curve> = past.iter().filter(|curve| curve.period.end() <= today).collect();
    for curve in &past {
        curve.check(curve.period.days())?;
    }
    current.check(elapsed)?;
    let so_far = current.at(elapsed as f64);
    if elapsed == days {
        return Ok(Projection::exact(so_far, days, Some(1.0)));
    }
    if past.len() < FEWEST_CURVES {
        return Err(Refusal::TooFewPastPeriods { have: past.len(), need: FEWEST_CURVES });
    }
    if so_far == 0.0 && past.iter().all(|curve| curve.total() == 0.0) {
        return Err(Refusal::AllZero { days: past.iter().map(|curve| curve.counts.len()).sum() });
    }
    let weekdays = Weekdays::of(&past);
    let passed = weekdays.passed(current.period, elapsed);
    let view = View { past: &past, weekdays, passed, remaining: days - elapsed };
    let found = view.forecast(so_far);
    let distribution = Predictive::new(found.quantiles, (so_far, f64::INFINITY))?;
    Ok(Projection {
        value: distribution.median(),
        low: distribution.low(),
        high: distribution.high(),
        method: found.method,
        backtest: found.backtest,
        so_far: Some(so_far),
        expected_share: view.share(past.len()),
        elapsed_days: elapsed,
        remaining_days: days - elapsed,
        distribution,
        remaining_denominator: None,
    })
}

impl Curve {
    fn check(&self, days: i64) -> Result<(), Refusal> {
        let day = |index: usize| self.period.start().saturating_add(jiff::ToSpan::days(index as i64));
        if (self.counts.len() as i64) < days {
            let last = day(self.counts.len()).yesterday().unwrap_or(self.period.start());
            return Err(Refusal::Incomplete { last, as_of: day(days as usize).yesterday().unwrap_or(last) });
        }
        let mut before = 0.0;
        for (index, count) in self.counts.iter().take(days as usize).enumerate() {
            if !count.is_finite() {
                return Err(Refusal::NotFinite { day: day(index) });
            }
            if *count < before {
                return Err(Refusal::Negative { day: day(index) });
            }
            before = *count;
        }
        Ok(())
    }

    // The count after so many days, between two days in proportion.
    fn at(&self, days: f64) -> f64 {
        let count = |day: usize| if day == 0 { 0.0 } else { self.counts.get(day - 1).copied().unwrap_or(0.0) };
        let whole = days.floor() as usize;
        if days > whole as f64 {
            count(whole) + (count(whole + 1) - count(whole)) * (days - whole as f64)
        } else {
            count(whole)
        }
    }

    fn total(&self) -> f64 {
        self.at(self.period.days() as f64)
    }
}

/// How many new things each weekday brings, Monday first.
#[derive(Debug, Clone, Copy)]
struct Weekdays([f64; 7]);

impl Weekdays {
    fn of(past: &[&Curve]) -> Self {
        let mut sums = [0.0; 7];
        for curve in past.iter().rev().take(RECENT) {
            for day in 0..curve.period.days() {
                sums[weekday(curve.period, day)] += curve.at((day + 1) as f64) - curve.at(day as f64);
            }
        }
        if sums.iter().sum::<f64>() > 0.0 { Self(sums) } else { Self([1.0; 7]) }
    }

    // The share of a period's weekdays' volume that its first days have; the share of the days if it has none.
    fn passed(self, period: Stretch, days: i64) -> f64 {
        let weight = |days: i64| (0..days).map(|day| self.0[weekday(period, day)]).sum::<f64>();
        let whole = weight(period.days());
        if whole > 0.0 { weight(days) / whole } else { days as f64 / period.days() as f64 }
    }

    // After how many days of a period that share had passed.
    fn position(self, period: Stretch, passed: f64) -> f64 {
        let whole: f64 = (0..period.days()).map(|day| self.0[weekday(period, day)]).sum();
        if whole <= 0.0 {
            return passed * period.days() as f64;
        }
        let mut left = passed * whole;
        for day in 0..period.days() {
            let weight = self.0[weekday(period, day)];
            if left < weight {
                return day as f64 + left / weight;
            }
            left -= weight;
        }
        period.days() as f64
    }
}

fn weekday(period: Stretch, day: i64) -> usize {
    (i64::from(period.start().weekday().to_monday_zero_offset()) + day).rem_euclid(7) as usize
}

/// Past curves, seen from where as much of a period has passed.
#[derive(Debug)]
struct View<'a> {
    past: &'a [&'a Curve],
    weekdays: Weekdays,
    passed: f64,
    remaining: i64,
}

/// The final count.
struct Ending {
    method: Method,
    backtest: Option<crate::projection::Backtest>,
    quantiles: [f64; predictive::LEVELS.len()],
}

impl View<'_> {
    fn forecast(&self, so_far: f64) -> Ending {
        let now = self.candidates(self.past.len(), so_far);
        let trials: Vec<Trial<{ METHODS.len() }>> =
            (FEWEST_CURVES..self.past.len()).map(|origin| self.trial(origin)).collect();
        let (method, found) = match backtest::choose(&now, &trials) {
            Some((method, found)) => (method, Some(found)),
            None => (if now[2].is_some() { 2 } else { 1 }, None),
        };
        let centre = now[method].unwrap_or(so_far);
        let errors: Vec<PastError> = trials
            .iter()
            .enumerate()
            .filter_map(|(index, trial)| self.error(FEWEST_CURVES + index, trial, method))
            .collect();
        let noise = predictive::normal(centre, self.deviation(centre - so_far));
        let quantiles = predictive::conformal(centre, (centre - so_far).max(0.0).sqrt(), &errors, 1.0, &noise);
        Ending { method: METHODS[method], backtest: found, quantiles }
    }

    fn trial(&self, origin: usize) -> Trial<{ METHODS.len() }> {
        let curve = self.past[origin];
        Trial { forecasts: self.candidates(origin, self.before(curve)), actual: curve.total(), weight: 1.0 }
    }

    // As with sums, errors grow with the square root of what was still to come.
    fn error(&self, origin: usize, trial: &Trial<{ METHODS.len() }>, method: usize) -> Option<PastError> {
        let forecast = trial.forecasts[method]?;
        let increase = forecast - self.before(self.past[origin]);
        let periods = (self.past.len() - origin) as i64 - 1;
        let weeks = periods * self.past[origin].period.days() / 7;
        (increase > 0.0).then(|| PastError { error: (trial.actual - forecast) / increase.sqrt(), weeks })
    }

    // What a past curve had counted at this point.
    fn before(&self, curve: &Curve) -> f64 {
        curve.at(self.weekdays.position(curve.period, self.passed))
    }

    // The share of their final count that the curves before `origin` had at this point.
    fn share(&self, origin: usize) -> Option<f64> {
        let recent = self.past[..origin].iter().rev().take(RECENT);
        let (before, total) =
            recent.fold((0.0, 0.0), |sums, curve| (sums.0 + self.before(curve), sums.1 + curve.total()));
        (total > 0.0).then(|| (before / total).clamp(0.0, 1.0))
    }

    fn increases(&self, origin: usize) -> Vec<f64> {
        self.past[..origin].iter().rev().take(RECENT).map(|curve| curve.total() - self.before(curve)).collect()
    }

    fn candidates(&self, origin: usize, so_far: f64) -> [Option<f64>; METHODS.len()] {
        let share = self.share(origin).filter(|share| *share > 1e-6 && so_far > 0.0);
        let scaled = share.map(|share| so_far / share);
        let recent = self.increases(origin);
        let increased = (!recent.is_empty()).then(|| so_far + recent.iter().sum::<f64>() / recent.len() as f64);
        [scaled, increased, scaled.zip(increased).map(|(a, b)| f64::midpoint(a, b))]
    }

    // How past increases differ from one another, with a prior for when there are few.
    fn deviation(&self, increase: f64) -> f64 {
        let recent = self.increases(self.past.len());
        let count = recent.len() as f64;
        let mean = recent.iter().sum::<f64>() / count;
        let squares = recent.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        let usual = (USUAL_DIFFERENCE * increase).powi(2) * self.remaining as f64 / 7.0;
        // Consecutive periods differ by trend too, so the scatter around the mean is counted in full.
        ((squares + 2.0 * usual) / (count - 1.0 + 2.0) * (1.0 + 2.0 / count)).sqrt()
    }
}
