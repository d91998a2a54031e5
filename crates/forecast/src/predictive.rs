//! The predictive distribution: what the final value may be, as quantiles.
//!
//! Quantiles come from a method's own past errors. With `n` past errors in order, the `k`-th stands at `k / (n + 1)`:
//! the finite-sample correction of split conformal prediction (Lei et al., *Distribution-free predictive inference for
//! regression*, JASA 2018). Where there are few, each quantile is averaged with that of a model of the days' noise.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::refusal::Refusal;

/// The levels at which quantiles are kept; between them the distribution is linear, beyond them its tails are exponential.
pub(crate) const LEVELS: [f64; 27] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8,
    0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995,
];
const LOW: usize = 5;
const MEDIAN: usize = 13;
const HIGH: usize = 21;

/// With this many past errors, they and the model of the noise weigh the same.
const PRIOR_ERRORS: f64 = 4.0;
/// After so many weeks an error counts half: what a shop was is less and less what it is (weights as in Barber et al.,
/// *Conformal prediction beyond exchangeability*, Annals of Statistics 2023).
const HALF_LIFE_WEEKS: f64 = 26.0;

/// A distribution given by its quantiles at [`LEVELS`], which never fall from one level to the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Predictive {
    quantiles: [f64; LEVELS.len()],
    bounds: (f64, f64),
}

impl Predictive {
    /// All the probability on one value.
    pub(crate) fn exact(value: f64) -> Self {
        Self { quantiles: [value; LEVELS.len()], bounds: (value, value) }
    }

    /// From quantiles in rising order; what lies outside `bounds` cannot happen.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] when a quantile is no finite number, so that none ever leaves this crate.
    pub(crate) fn new(mut quantiles: [f64; LEVELS.len()], bounds: (f64, f64)) -> Result<Self, Refusal> {
        if quantiles.iter().any(|quantile| !quantile.is_finite()) {
            return Err(Refusal::OutOfRange);
        }
        let mut floor = bounds.0;
        for quantile in &mut quantiles {
            *quantile = quantile.min(bounds.1).max(floor);
            floor = *quantile;
        }
        Ok(Self { quantiles, bounds })
    }

    pub(crate) fn low(&self) -> f64 {
        self.quantiles[LOW]
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantiles[MEDIAN]
    }

    pub(crate) fn high(&self) -> f64 {
        self.quantiles[HIGH]
    }

    /// Probability of a value of `x` or more.
    pub(crate) fn at_least(&self, x: f64) -> f64 {
        if x <= self.bounds.0 {
            return 1.0;
        }
        // Mass on one value counts as reached when `x` is that value.
        1.0 - self.rank(x, self.quantiles.partition_point(|quantile| *quantile < x))
    }

    /// Probability of a value of `x` or less.
    pub(crate) fn at_most(&self, x: f64) -> f64 {
        if x >= self.bounds.1 {
            return 1.0;
        }
        self.rank(x, self.quantiles.partition_point(|quantile| *quantile <= x))
    }

    // `above` is how many quantiles lie below `x`.
    fn rank(&self, x: f64, below: usize) -> f64 {
        if x < self.bounds.0 {
            return 0.0;
        }
        if x > self.bounds.1 {
            return 1.0;
        }
        let last = LEVELS.len() - 1;
        if below == 0 {
            return LEVELS[0] * tail(self.quantiles[0] - x, self.quantiles[MEDIAN] - self.quantiles[0]);
        }
        if below > last {
            let reach = tail(x - self.quantiles[last], self.quantiles[last] - self.quantiles[MEDIAN]);
            return 1.0 - (1.0 - LEVELS[last]) * reach;
        }
        let (from, to) = (self.quantiles[below - 1], self.quantiles[below]);
        let share = if to > from { ((x - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
        LEVELS[below - 1] + share * (LEVELS[below] - LEVELS[below - 1])
    }
}

// How much of a tail is left `beyond` its last quantile, which is `spread` from the median: that of a Laplace
// distribution, whose distance from the median to the level `p` is `b · ln(0.5 / p)`.
fn tail(beyond: f64, spread: f64) -> f64 {
    if beyond <= 0.0 {
        1.0
    } else if spread <= 0.0 {
        0.0
    } else {
        (-beyond * (0.5 / LEVELS[0]).ln() / spread).exp()
    }
}

/// A past error, in units of its own scale, and how many weeks ago its period ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PastError {
    pub(crate) error: f64,
    pub(crate) weeks: i64,
}

/// Quantiles at [`LEVELS`] of `centre + scale · error`, each averaged with the `noise` model's quantile by how many
/// errors there are. Each error is of `weeks` of days still to come at origins a week apart, so as many share days
/// and together tell less: each counts by the square root (tuning series: between all and one of them).
pub(crate) fn conformal(
    centre: f64,
    scale: f64,
    errors: &[PastError],
    weeks: f64,
    noise: &[f64; LEVELS.len()],
) -> [f64; LEVELS.len()] {
    let mut sorted: Vec<(f64, f64)> = errors
        .iter()
        .map(|past| (past.error, 0.5_f64.powf(past.weeks as f64 / HALF_LIFE_WEEKS) / weeks.max(1.0).sqrt()))
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let trust = total / (total + PRIOR_ERRORS);
    let Some(empirical) = Empirical::new(&sorted) else { return *noise };
    let mut quantiles = *noise;
    for (quantile, level) in quantiles.iter_mut().zip(LEVELS) {
        *quantile = trust * (centre + scale * empirical.quantile(level)) + (1.0 - trust) * *quantile;
    }
    quantiles
}

/// Quantiles at [`LEVELS`] of a normal distribution.
pub(crate) fn normal(mean: f64, deviation: f64) -> [f64; LEVELS.len()] {
    let standard = Normal::standard();
    LEVELS.map(|level| mean + deviation * standard.inverse_cdf(level))
}

/// Sorted errors and the level at which each stands.
struct Empirical {
    points: Vec<(f64, f64)>,
    median: f64,
}

impl Empirical {
    // With equal weights the k-th of n stands at k / (n + 1): the period to come weighs as much as one of the latest.
    fn new(sorted: &[(f64, f64)]) -> Option<Self> {
        let total: f64 = sorted.iter().map(|(_, weight)| weight).sum::<f64>() + 1.0;
        let mut before = 0.0;
        let points: Vec<(f64, f64)> = sorted
            .iter()
            .map(|(error, weight)| {
                let level = (before + f64::midpoint(*weight, 1.0)) / total;
                before += weight;
                (level, *error)
            })
            .collect();
        let mut found = Self { points, median: 0.0 };
        found.median = found.inside(0.5)?;
        Some(found)
    }

    fn quantile(&self, level: f64) -> f64 {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return 0.0 };
        // Beyond the outermost error the tail is Laplace's, with the spread that this error shows.
        let stretch = |level: f64, outermost: f64| (0.5 / level).ln() / (0.5 / outermost).ln().max(0.1);
        if level < first.0 {
            self.median + (first.1 - self.median).min(0.0) * stretch(level, first.0)
        } else if level > last.0 {
            self.median + (last.1 - self.median).max(0.0) * stretch(1.0 - level, 1.0 - last.0)
        } else {
            self.inside(level).unwrap_or(self.median)
        }
    }

    // Linear between the errors, the outermost beyond them.
    fn inside(&self, level: f64) -> Option<f64> {
        let above = self.points.partition_point(|(at, _)| *at < level);
        let (from, to) = (self.points.get(above.max(1) - 1)?, self.points.get(above).or(self.points.last())?);
        let share = if to.0 > from.0 { ((level - from.0) / (to.0 - from.0)).clamp(0.0, 1.0) } else { 0.0 };
        Some(from.1 + share * (to.1 - from.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_errors_put_the_ten_and_ninety_percent_levels_on_the_outermost() {
        let sorted: Vec<(f64, f64)> = (-4..=4).map(|error| (f64::from(error), 1.0)).collect();
        let errors = Empirical::new(&sorted).unwrap();
        assert!((errors.quantile(0.1) + 4.0).abs() < 1e-9);
        assert!(errors.quantile(0.5).abs() < 1e-9);
        assert!((errors.quantile(0.9) - 4.0).abs() < 1e-9);
        assert!(errors.quantile(0.05) < -4.0);
    }

    #[test]
    fn what_is_certain_has_probability_one() {
        let sure = Predictive::exact(10.0);
        assert_eq!(
            (sure.at_least(10.0), sure.at_least(10.1), sure.at_most(10.0), sure.at_most(9.9)),
            (1.0, 0.0, 1.0, 0.0)
        );
        let bounded = Predictive::new(normal(5.0, 10.0), (4.0, f64::INFINITY)).unwrap();
        assert_eq!(bounded.at_least(4.0), 1.0);
        assert_eq!(bounded.low(), 4.0);
        assert_eq!(bounded.at_most(3.9), 0.0);
    }

    #[test]
    fn low_and_high_are_the_ten_and_ninety_percent_points() {
        let normal = Predictive::new(normal(100.0, 10.0), (f64::NEG_INFINITY, f64::INFINITY)).unwrap();
        assert!((normal.at_most(normal.low()) - 0.1).abs() < 1e-12);
        assert!((normal.at_least(normal.high()) - 0.1).abs() < 1e-12);
        assert!((normal.high() - 112.815).abs() < 0.01);
        assert!(normal.at_least(160.0) > 0.0 && normal.at_least(160.0) < 0.001);
    }
}
