//! Which method to trust: each makes the same forecast at the same point of earlier periods.

use crate::cutoff::Cutoff;
use crate::projection::Backtest;

/// The forecast of an earlier period, by each method, and what the period came to.
#[derive(Debug, Clone)]
pub(crate) struct Trial<const N: usize> {
    pub(crate) forecasts: [Option<f64>; N],
    pub(crate) actual: f64,
    /// What the trial counts for: 1 for a sum, the denominator for a ratio.
    pub(crate) weight: f64,
}

/// Earlier cutoffs that are tried, at most: nine months of weeks; older errors hardly weigh.
const MOST_ORIGINS: i64 = 39;
/// Days an earlier cutoff must have behind it.
const TRAINING_DAYS: i64 = 21;
/// Fewer trials choose no method.
pub(crate) const FEWEST_ORIGINS: usize = 4;

/// The same point of the same period, whole weeks earlier, for all periods that were over by now; the latest first.
/// Periods that overlap are used: their errors are alike, but a weekday's or a season's error is seen sooner.
pub(crate) fn origins(at: Cutoff) -> impl Iterator<Item = (i64, Cutoff)> {
    let weeks_to_end = (at.end - at.known).max(0).div_euclid(7) + i64::from((at.end - at.known).rem_euclid(7) > 0);
    (weeks_to_end..weeks_to_end + MOST_ORIGINS)
        .map(move |weeks| (weeks, at.weeks_earlier(weeks)))
        .take_while(move |(_, then)| then.known >= TRAINING_DAYS && (then.start >= 0 || then.elapsed() == 0))
}

/// Another method is chosen over the mean of all, the last one, only if its error is less by more than a tenth: the
/// best of a few trials is best by luck too, and means of forecasts are hard to beat (Clemen, *Combining forecasts*,
/// Int. J. Forecasting 1989; it lowers the error of the tuning series by 3 %).
const MEAN_ADVANTAGE: f64 = 0.9;

/// The method with the least error among those that can forecast now and could in at least half the trials, compared
/// where all of them could. The last method is the mean of the others; ties go to the first.
pub(crate) fn choose<const N: usize>(now: &[Option<f64>; N], trials: &[Trial<N>]) -> Option<(usize, Backtest)> {
    let could = |method: usize| trials.iter().filter(|trial| trial.forecasts[method].is_some()).count();
    let eligible: Vec<usize> = (0..N)
        .filter(|method| now[*method].is_some() && could(*method) >= FEWEST_ORIGINS.max(trials.len() / 2))
        .collect();
    let common: Vec<&Trial<N>> =
        trials.iter().filter(|trial| eligible.iter().all(|method| trial.forecasts[*method].is_some())).collect();
    if common.len() < FEWEST_ORIGINS {
        return None;
    }
    let size: f64 = common.iter().map(|trial| trial.weight * trial.actual.abs()).sum();
    eligible
        .into_iter()
        .map(|method| (method, common.iter().map(|trial| trial.missed(method)).sum::<f64>()))
        .min_by(|a, b| handicapped::<N>(a).total_cmp(&handicapped::<N>(b)))
        .map(|(method, missed)| (method, Backtest { error: share_of(missed, size), origins: common.len() }))
}

fn handicapped<const N: usize>(tried: &(usize, f64)) -> f64 {
    if tried.0 + 1 == N { tried.1 * MEAN_ADVANTAGE } else { tried.1 }
}

impl<const N: usize> Trial<N> {
    fn missed(&self, method: usize) -> f64 {
        self.forecasts[method].map_or(0.0, |forecast| self.weight * (forecast - self.actual).abs())
    }
}

// Where all actual values are 0, any error counts as all of it.
fn share_of(missed: f64, size: f64) -> f64 {
    if size > 0.0 { (missed / size).min(f64::MAX) } else { f64::from(missed > 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(forecasts: [Option<f64>; 2], actual: f64) -> Trial<2> {
        Trial { forecasts, actual, weight: 1.0 }
    }

    #[test]
    fn the_least_error_wins_but_the_mean_is_not_left_for_a_little_less() {
        let now = [Some(1.0), Some(1.0)];
        let last = vec![trial([Some(8.0), Some(9.0)], 10.0); 5];
        assert_eq!(choose(&now, &last), Some((1, Backtest { error: 0.1, origins: 5 })));
        let little_better = vec![trial([Some(8.1), Some(8.0)], 10.0); 5];
        assert_eq!(choose(&now, &little_better).map(|(method, _)| method), Some(1));
        let much_better = vec![trial([Some(9.0), Some(8.0)], 10.0); 5];
        assert_eq!(choose(&now, &much_better).map(|(method, _)| method), Some(0));
    }

    #[test]
    fn a_method_that_cannot_forecast_now_or_could_seldom_is_not_chosen() {
        let mut trials = vec![trial([Some(8.0), None], 10.0); 6];
        trials.push(trial([Some(8.0), Some(10.0)], 10.0));
        assert_eq!(choose(&[Some(1.0), Some(1.0)], &trials).map(|(method, _)| method), Some(0));
        assert_eq!(choose(&[None, Some(1.0)], &trials), None);
        assert_eq!(choose(&[Some(1.0), None], &trials[..3]), None);
    }

    #[test]
    fn origins_are_whole_weeks_back_and_their_periods_over() {
        let at = Cutoff { known: 100, start: 90, end: 120 };
        let found: Vec<i64> = origins(at).map(|(weeks, _)| weeks).collect();
        assert_eq!(found, (3..=11).collect::<Vec<_>>());
    }
}
