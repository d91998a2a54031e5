//! The noise of a ratio over days to come.
//!
//! Counts that share rows are beta-binomial: a day's ratio varies around the period's, and its count around that
//! (Skellam, *J. R. Stat. Soc. B* 1948). Other ratios are resampled from past days, weekday by weekday.

use statrs::distribution::{Beta, ContinuousCDF};

use crate::noise::seeded;
use crate::predictive::{self, LEVELS};

/// What of a ratio's denominator is known and what remains, over how many days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rest {
    pub(crate) known: f64,
    pub(crate) remaining: f64,
    pub(crate) days: i64,
}

impl Rest {
    // The share of the final denominator that is still to come.
    fn share(self) -> f64 {
        let total = self.known + self.remaining;
        if total > 0.0 { (self.remaining / total).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// How past days' ratios scatter.
#[derive(Debug, Clone)]
pub(crate) enum RatioNoise {
    /// A beta-binomial's intra-class correlation.
    Shared { correlation: f64 },
    /// Numerators and denominators of past days, the last one the last known day, and the variance of a numerator
    /// around the common ratio.
    Days { days: Vec<(f64, f64)>, variance: f64 },
}

/// Days a rate is usually estimated from.
const LEVEL_DAYS: f64 = 28.0;
/// A rate drifts by about this share of itself a week.
const DRIFT: f64 = 0.03;
const DRAWS: usize = 199;

impl RatioNoise {
    pub(crate) fn of_days(above: &[f64], below: &[f64], shared: bool) -> Self {
        let total: f64 = below.iter().sum();
        let rate = if total > 0.0 { above.iter().sum::<f64>() / total } else { 0.0 };
        let squares: f64 = above.iter().zip(below).map(|(above, below)| (above - rate * below).powi(2)).sum();
        if !shared {
            let variance = squares / (above.len().max(2) - 1) as f64;
            return Self::Days { days: above.iter().copied().zip(below.iter().copied()).collect(), variance };
        }
        // Moments: Var(count) = n·p·(1−p)·(1 + (n−1)·ρ).
        let binomial = rate * (1.0 - rate);
        let pairs: f64 = below.iter().map(|count| count * (count - 1.0)).sum();
        let correlation = if binomial > 0.0 && pairs > 0.0 { (squares / binomial - total) / pairs } else { 0.0 };
        Self::Shared { correlation: correlation.clamp(0.0, 1.0) }
    }

    /// Standard deviation of the final ratio when the remaining days' ratio is forecast as `rate`.
    pub(crate) fn deviation(&self, rest: Rest, rate: f64) -> f64 {
        rest.share() * self.variance(rest, rate).sqrt()
    }

    // Variance of the remaining days' ratio around its forecast.
    fn variance(&self, rest: Rest, rate: f64) -> f64 {
        let days = rest.days.max(1) as f64;
        if rest.remaining <= 0.0 {
            return 0.0;
        }
        let noise = match self {
            Self::Shared { correlation } => {
                // Half a success more, so that a rate of 0 is not certain to stay there.
                let rate = ((rate * rest.remaining + 0.5) / (rest.remaining + 1.0)).clamp(0.0, 1.0);
                rate * (1.0 - rate) * (1.0 / rest.remaining + correlation / days)
            }
            Self::Days { variance, .. } => days * variance / (rest.remaining * rest.remaining),
        };
        noise * (1.0 + days / LEVEL_DAYS) + (DRIFT * rate).powi(2) * days / 7.0
    }

    /// Quantiles of the final ratio, `centre` being its forecast.
    pub(crate) fn quantiles(&self, rest: Rest, rate: f64, centre: f64) -> [f64; LEVELS.len()] {
        let share = rest.share();
        let variance = self.variance(rest, rate);
        if share <= 0.0 || variance <= 0.0 {
            return [centre; LEVELS.len()];
        }
        let around = match self {
            Self::Shared { .. } => beta(rate, variance),
            Self::Days { days, .. } => drawn(days, rest.days, variance),
        };
        around.unwrap_or_else(|| predictive::normal(0.0, variance.sqrt())).map(|error| centre + share * error)
    }

    /// What the ratio cannot leave.
    pub(crate) fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Shared { .. } => (0.0, 1.0),
            Self::Days { days, .. } if days.iter().all(|(above, _)| *above >= 0.0) => (0.0, f64::INFINITY),
            Self::Days { .. } => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}

// The beta distribution with a beta-binomial's mean and variance, around its mean: the sum over counts would cost as
// much as the denominator is large, and differs by less than one count.
fn beta(rate: f64, variance: f64) -> Option<[f64; LEVELS.len()]> {
    let rate = rate.clamp(1e-9, 1.0 - 1e-9);
    let size = rate * (1.0 - rate) / variance - 1.0;
    let distribution = Beta::new(rate * size, (1.0 - rate) * size).ok()?;
    Some(LEVELS.map(|level| distribution.inverse_cdf(level) - rate))
}

// Ratios of weeks drawn from the same weekdays, around their median, widened to `variance`.
fn drawn(days: &[(f64, f64)], horizon: i64, variance: f64) -> Option<[f64; LEVELS.len()]> {
    let weeks = days.len() / 7;
    if weeks < 2 {
        return None;
    }
    let mut random = seeded();
    let mut ratios: Vec<f64> = (0..DRAWS)
        .filter_map(|_| {
            let (mut above, mut below) = (0.0, 0.0);
            for ahead in 0..horizon as usize {
                let day = days[days.len() - 7 * (1 + random.usize(..weeks)) + ahead % 7];
                above += day.0;
                below += day.1;
            }
            (below > 0.0).then_some(above / below)
        })
        .collect();
    if ratios.len() < DRAWS / 2 {
        return None;
    }
    ratios.sort_by(f64::total_cmp);
    let count = ratios.len() as f64;
    let mean = ratios.iter().sum::<f64>() / count;
    let spread = (ratios.iter().map(|ratio| (ratio - mean).powi(2)).sum::<f64>() / count).sqrt();
    let median = ratios[ratios.len() / 2];
    (spread > 0.0).then(|| {
        LEVELS.map(|level| (ratios[((count - 1.0) * level).round() as usize] - median) * variance.sqrt() / spread)
    })
}
