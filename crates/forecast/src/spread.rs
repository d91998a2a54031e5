//! The noise of single days: the width of a forecast where there are too few past forecasts to learn it from.

use crate::candidates::Profile;
use crate::cutoff::Cutoff;
use crate::series::Daily;

/// Days the noise is estimated from.
const DAYS: i64 = 56;
/// Days a level is usually estimated from.
const LEVEL_DAYS: i64 = 28;
/// A level drifts by about this share of itself a week, as a random walk, when the method has been tested on the series …
pub(crate) const TESTED_DRIFT: f64 = 0.06;
/// … and seems to when it has not, because the method may be wrong for it (tuning series, both).
pub(crate) const UNTESTED_DRIFT: f64 = 0.2;
/// One day beyond so many usual deviations (a refund of a whole year) says little about the days to come.
const OUTLIER: f64 = 3.0;
/// Weekdays may be other than they were, as if a quarter of a week had been without weekdays: a day on which nothing was
/// ever counted is not certain to stay empty.
const OTHERWISE: f64 = 0.25;
/// The standard normal's 90 % point: 80 % of deviations are smaller.
const EIGHTY_PERCENT: f64 = 1.2816;

/// Standard deviation of the sum of the days still to come around `forecast`: the days' own variance, in proportion to
/// what their weekday usually brings (as with counts), that of the level they are measured from, and the level's drift.
pub(crate) fn deviation(series: &Daily, at: Cutoff, forecast: f64, drift: f64) -> f64 {
    let days = at.known.min(DAYS);
    let weekly = days >= 14;
    let profile = Profile::recent(series, at.known, if weekly { days / 7 } else { 0 });
    let deviations: Vec<f64> = (at.known - days..at.known)
        .filter(|position| profile.weight(*position..position + 1) > 0.0)
        .map(|position| {
            let usual = profile.weight(position..position + 1);
            (series.values()[position as usize] - profile.mean(position)).abs() / usual.sqrt()
        })
        .collect();
    let free = (deviations.len() as f64 - if weekly { 7.0 } else { 1.0 }).max(1.0);
    let seen = profile.weight(at.next()..at.end);
    let flat = profile.weight(0..7) / 7.0 * at.remaining() as f64;
    let volume = seen + (flat - seen) * OTHERWISE / ((days / 7) as f64 + OTHERWISE);
    let per_volume = variance(deviations, free) * (1.0 + 2.0 / free);
    let level = volume * at.remaining() as f64 / days.min(LEVEL_DAYS) as f64;
    let drift = drift * forecast * ((at.end - at.known) as f64 / 7.0).sqrt();
    (per_volume * (volume + level) + drift * drift).sqrt()
}

// Mean square with outliers cut to what is usual.
fn variance(mut deviations: Vec<f64>, free: f64) -> f64 {
    deviations.sort_by(f64::total_cmp);
    let Some(usual) = deviations.get(deviations.len() * 4 / 5).map(|deviation| deviation / EIGHTY_PERCENT) else {
        return 0.0;
    };
    let most = if usual > 0.0 { OUTLIER * usual } else { f64::INFINITY };
    deviations.iter().map(|deviation| deviation.min(most).powi(2)).sum::<f64>() / free
}
