//! The methods that compete, each a forecast of the sum of the days still to come.

use augurs_core::Predict;
use augurs_ets::model::{ErrorComponent, ModelType, SeasonalComponent, TrendComponent, Unfit};

use crate::cutoff::Cutoff;
use crate::projection::Method;
use crate::series::Daily;

/// In the order in which they win ties: the simplest first.
pub(crate) const METHODS: [Method; 5] =
    [Method::ShareCurve, Method::SeasonalNaive, Method::LastYear, Method::Ets, Method::Mean];

/// One forecast for each of [`METHODS`], `None` where history is too short for it.
pub(crate) type Candidates = [Option<f64>; METHODS.len()];

/// Weeks a weekday profile is averaged over.
const PROFILE_WEEKS: i64 = 8;
/// Weeks of the seasonal-naive method.
const NAIVE_WEEKS: i64 = 4;
/// Past periods' shares are averaged with this many periods that follow the weekday profile exactly.
const SHARE_PRIOR: f64 = 4.0;
const YEAR: i64 = 364;
const ETS_WEEKS: std::ops::RangeInclusive<i64> = 8..=39;

/// All methods' forecasts of the days from `cutoff.next()` to the period's end.
pub(crate) fn all(series: &Daily, at: Cutoff, past: &[(i64, i64)]) -> Candidates {
    let profile = Profile::recent(series, at.known, PROFILE_WEEKS);
    let share = share(series, at, past, &profile)
        .filter(|share| *share > 1e-6 && at.elapsed() > 0)
        .map(|share| series.sum(at.passed()) * (1.0 - share) / share);
    let naive = (at.known >= 7).then(|| Profile::recent(series, at.known, NAIVE_WEEKS).sum(at.next()..at.end));
    let singles = [share, naive, last_year(series, at), ets(series, at, &profile)];
    let mut found = [None; METHODS.len()];
    found[..singles.len()].copy_from_slice(&singles);
    let known: Vec<f64> = singles.iter().flatten().copied().collect();
    found[singles.len()] = (known.len() > 1).then(|| known.iter().sum::<f64>() / known.len() as f64);
    found
}

/// The share of a period's total that past periods had at this point. A past period's point is where as much of its
/// weekdays' usual volume had passed, so that months which start on a Saturday compare with those that do not.
pub(crate) fn share(series: &Daily, at: Cutoff, past: &[(i64, i64)], profile: &Profile) -> Option<f64> {
    let passed = profile.weight(at.start..at.next()) / profile.weight(at.start..at.end).max(f64::MIN_POSITIVE);
    let (mut before, mut total, mut count) = (0.0, 0.0, 0.0);
    for (start, end) in past.iter().filter(|(_, end)| *end <= at.known) {
        let position = profile.position(*start, *end, passed);
        before += series.sum_to(position) - series.sum(0..*start);
        total += series.sum(*start..*end);
        count += 1.0;
    }
    if count == 0.0 || total == 0.0 {
        return (0.0..=1.0).contains(&passed).then_some(passed);
    }
    let prior = SHARE_PRIOR * total / count;
    let share = (before + prior * passed) / (total + prior);
    (0.0..=1.0).contains(&share).then_some(share)
}

fn last_year(series: &Daily, at: Cutoff) -> Option<f64> {
    let recent = at.known - 7 * PROFILE_WEEKS..at.known;
    if recent.start < YEAR || at.end - YEAR > at.known {
        return None;
    }
    let then = series.sum(recent.start - YEAR..recent.end - YEAR);
    let growth = series.sum(recent) / then;
    (then > 0.0 && growth.is_finite()).then(|| growth * series.sum(at.next() - YEAR..at.end - YEAR))
}

// Weekly sums that end on the last known day have no weekday pattern left, so the model needs no season.
fn ets(series: &Daily, at: Cutoff, profile: &Profile) -> Option<f64> {
    let weeks = (at.known / 7).min(*ETS_WEEKS.end());
    if weeks < *ETS_WEEKS.start() {
        return None;
    }
    let sums: Vec<f64> = (0..weeks).rev().map(|week| at.known - 7 * week).map(|end| series.sum(end - 7..end)).collect();
    // The optimiser's first steps are absolute, so the model sees values around 1 whatever the KPI's unit.
    let unit = sums.iter().map(|sum| sum.abs()).sum::<f64>() / weeks as f64;
    if unit <= 0.0 {
        return None;
    }
    let scaled: Vec<f64> = sums.iter().map(|sum| sum / unit).collect();
    let model_type =
        ModelType { error: ErrorComponent::Additive, trend: TrendComponent::None, season: SeasonalComponent::None };
    let weekly = Unfit::new(model_type).nmse(1).fit(&scaled).ok()?.predict(1, None).ok()?.point.first()? * unit;
    let forecast = weekly * profile.weight(at.next()..at.end) / profile.week_weight();
    forecast.is_finite().then_some(forecast)
}

/// What a day usually brings, by weekday.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    // By position modulo 7.
    means: [f64; 7],
    weights: [f64; 7],
}

impl Profile {
    /// Means over the last whole weeks before `known`, at most `weeks`; flat below one whole week.
    pub(crate) fn recent(series: &Daily, known: i64, weeks: i64) -> Self {
        let weeks = (known / 7).min(weeks);
        let mut means = [0.0; 7];
        if weeks == 0 {
            means = [series.sum(0..known) / known.max(1) as f64; 7];
        } else {
            for position in known - 7 * weeks..known {
                means[position.rem_euclid(7) as usize] += series.values()[position as usize] / weeks as f64;
            }
        }
        // A weekday that lost money on the whole (net revenue) has no share in the volume.
        let mut weights = means.map(|mean| mean.max(0.0));
        if weights.iter().sum::<f64>() <= 0.0 {
            weights = [1.0; 7];
        }
        Self { means, weights }
    }

    pub(crate) fn mean(&self, position: i64) -> f64 {
        self.means[position.rem_euclid(7) as usize]
    }

    /// What the days usually bring together.
    pub(crate) fn sum(&self, days: std::ops::Range<i64>) -> f64 {
        over_week(&self.means, days)
    }

    pub(crate) fn weight(&self, days: std::ops::Range<i64>) -> f64 {
        over_week(&self.weights, days)
    }

    fn week_weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    // Where between `start` and `end` the share `passed` of the weight is behind.
    fn position(&self, start: i64, end: i64, passed: f64) -> f64 {
        let mut left = passed * self.weight(start..end);
        for position in start..end {
            let weight = self.weights[position.rem_euclid(7) as usize];
            if left <= weight {
                return position as f64 + if weight > 0.0 { left / weight } else { 0.0 };
            }
            left -= weight;
        }
        end as f64
    }
}

fn over_week(values: &[f64; 7], days: std::ops::Range<i64>) -> f64 {
    let length = (days.end - days.start).max(0);
    let week: f64 = values.iter().sum();
    let rest = (days.start..days.start + length % 7).map(|position| values[position.rem_euclid(7) as usize]);
    (length / 7) as f64 * week + rest.sum::<f64>()
}
