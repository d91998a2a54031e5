//! Sums: orders, revenue, sessions … what is known plus a forecast of the days still to come.

use jiff::civil::Date;

use crate::backtest::{self, Trial};
use crate::candidates::{self, METHODS, Profile};
use crate::cutoff::{Cutoff, past_periods};
use crate::predictive::{self, PastError, Predictive};
use crate::projection::{Method, Projection};
use crate::refusal::Refusal;
use crate::series::Daily;
use crate::spread;
use crate::stretch::Stretch;

/// What is known about an additive KPI besides its values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AdditiveOptions {
    /// A day can lower the total (net revenue, stock), so the total so far is no lower bound.
    pub signed: bool,
}

/// Days without which not even the noise of a day can be estimated.
pub(crate) const FEWEST_DAYS: i64 = 7;

/// The final value of a sum over `period`, `as_of` being the last complete day; days after it are not looked at.
///
/// # Errors
/// [`Refusal`] when the values do not cover the period so far, or say too little.
pub fn additive(
    history: &Daily,
    period: Stretch,
    as_of: Date,
    options: AdditiveOptions,
) -> Result<Projection, Refusal> {
    let at = Cutoff::new(history, period, as_of)?;
    if !options.signed {
        refuse_negative(history, at)?;
    }
    let history = &history.through(at.known);
    if at.over() {
        let total = history.values()[at.start as usize..at.end as usize].iter().sum();
        return Ok(Projection::exact(total, period.days(), Some(1.0)));
    }
    refuse_too_little(history, at)?;
    let past = past_periods(history, period);
    let so_far = history.sum(at.passed());
    let remainder = Remainder::forecast(history, at, &past);
    let floor = if options.signed { f64::NEG_INFINITY } else { so_far };
    let distribution = Predictive::new(remainder.quantiles.map(|rest| so_far + rest), (floor, f64::INFINITY))?;
    let profile = Profile::recent(history, at.known, 8);
    Ok(Projection {
        value: distribution.median(),
        low: distribution.low(),
        high: distribution.high(),
        method: remainder.method,
        backtest: remainder.backtest,
        so_far: Some(so_far),
        expected_share: candidates::share(history, at, &past, &profile),
        elapsed_days: at.elapsed(),
        remaining_days: at.remaining(),
        distribution,
        remaining_denominator: None,
    })
}

fn refuse_negative(history: &Daily, at: Cutoff) -> Result<(), Refusal> {
    let known = history.values().iter().take(at.known as usize);
    match known.enumerate().find(|(_, value)| **value < 0.0) {
        Some((index, _)) => Err(Refusal::Negative { day: history.day(index) }),
        None => Ok(()),
    }
}

pub(crate) fn refuse_too_little(history: &Daily, at: Cutoff) -> Result<(), Refusal> {
    if at.known < FEWEST_DAYS {
        return Err(Refusal::TooFewDays { have: at.known as usize, need: FEWEST_DAYS as usize });
    }
    if history.values().iter().take(at.known as usize).all(|value| *value == 0.0) {
        return Err(Refusal::AllZero { days: at.known as usize });
    }
    Ok(())
}

/// The sum of the days still to come.
#[derive(Debug)]
pub(crate) struct Remainder {
    pub(crate) method: Method,
    pub(crate) backtest: Option<crate::projection::Backtest>,
    pub(crate) quantiles: [f64; predictive::LEVELS.len()],
}

impl Remainder {
    fn forecast(history: &Daily, at: Cutoff, past: &[(i64, i64)]) -> Self {
        let now = candidates::all(history, at, past);
        let (standpoints, trials): (Vec<(i64, Cutoff)>, Vec<Trial<{ METHODS.len() }>>) =
            backtest::origins(at).map(|(weeks, then)| ((weeks, then), trial(history, then, weeks, past))).unzip();
        let Some((method, found)) = backtest::choose(&now, &trials) else { return Self::untested(history, at, &now) };
        let centre = now[method].unwrap_or(0.0);
        let errors: Vec<PastError> = standpoints
            .iter()
            .zip(&trials)
            .filter_map(|((weeks, then), trial)| {
                let forecast = trial.forecasts[method]?;
                let rest = forecast - history.sum(then.passed());
                Some(PastError { error: (trial.actual - forecast) / unit(history, *then, rest), weeks: *weeks })
            })
            .collect();
        let noise = predictive::normal(centre, spread::deviation(history, at, centre, spread::TESTED_DRIFT));
        let quantiles = predictive::conformal(centre, unit(history, at, centre), &errors, at.ahead_weeks(), &noise);
        Self { method: METHODS[method], backtest: Some(found), quantiles }
    }

    // Too few earlier periods to test a method on: the pace so far, else the last weeks, with the noise of the days.
    fn untested(history: &Daily, at: Cutoff, now: &candidates::Candidates) -> Self {
        let profile = Profile::recent(history, at.known, if at.known < 14 { 0 } else { 8 });
        let pace = profile.weight(at.next()..at.end) / profile.weight(at.start..at.next());
        let (method, centre) = if at.elapsed() > 0 && pace.is_finite() {
            (Method::StraightLine, pace * history.sum(at.passed()))
        } else {
            (Method::SeasonalNaive, now[1].unwrap_or(0.0))
        };
        let deviation = spread::deviation(history, at, centre, spread::UNTESTED_DRIFT);
        Self { method, backtest: None, quantiles: predictive::normal(centre, deviation) }
    }
}

fn trial(history: &Daily, then: Cutoff, weeks: i64, past: &[(i64, i64)]) -> Trial<{ METHODS.len() }> {
    let earlier: Vec<(i64, i64)> = past
        .iter()
        .map(|(start, end)| (start - 7 * weeks, end - 7 * weeks))
        .take_while(|(start, _)| *start >= 0)
        .collect();
    let so_far = history.sum(then.passed());
    Trial {
        forecasts: candidates::all(history, then, &earlier).map(|rest| rest.map(|rest| so_far + rest)),
        actual: history.sum(then.start.max(0)..then.end),
        weight: 1.0,
    }
}

/// Noise grows with the square root of the volume, as with counts (tuning series: 1 is too wide where volume grew).
const GROWTH: f64 = 0.5;

/// What an error is measured in: the forecast itself, but never much less than these days usually bring, so that a
/// forecast near 0 does not make every error infinite.
fn unit(history: &Daily, at: Cutoff, forecast: f64) -> f64 {
    let profile = Profile::recent(history, at.known, 8);
    let days = at.next()..at.end;
    let usual = profile.sum(days.clone()).abs();
    let mean = history.values()[..at.known as usize].iter().map(|value| value.abs()).sum::<f64>() / at.known as f64;
    let least = 0.02 * mean * (days.end - days.start) as f64;
    forecast.abs().max(0.5 * usual).max(least).powf(GROWTH)
}
