//! How much a KPI moves by chance: what a baseline and a target have to be apart.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::refusal::Refusal;
use crate::series::Daily;

/// Wilson's score interval of a proportion (Wilson, *Probable inference …*, JASA 1927), at `level` (0.8: 80 %).
/// `None` without trials, with more successes than trials, or a level outside 0 to 1.
pub fn wilson(successes: f64, trials: f64, level: f64) -> Option<(f64, f64)> {
    let valid = trials > 0.0 && trials.is_finite() && (0.0..=trials).contains(&successes);
    if !valid || level <= 0.0 || level >= 1.0 || level.is_nan() {
        return None;
    }
    let z = Normal::standard().inverse_cdf(0.5 + level / 2.0);
    let share = successes / trials;
    let centre = share + z * z / (2.0 * trials);
    let reach = z * (share * (1.0 - share) / trials + z * z / (4.0 * trials * trials)).sqrt();
    let width = 1.0 + z * z / trials;
    // None or all of the trials reach an end exactly, which rounding would miss.
    let low = if successes > 0.0 { ((centre - reach) / width).max(0.0) } else { 0.0 };
    let high = if successes < trials { ((centre + reach) / width).min(1.0) } else { 1.0 };
    Some((low, high))
}

/// Trials in each of two periods so that a change of proportion from `from` to `to` would be seen in 80 % of cases by
/// a two-sided test at 5 % (Fleiss, Levin & Paik, *Statistical Methods for Rates and Proportions*, 3rd ed., eq. 4.14,
/// without continuity correction). `None` when the two are equal or no proportions between 0 and 1.
pub fn sample_size(from: f64, to: f64) -> Option<u64> {
    let proportions = (0.0..=1.0).contains(&from) && (0.0..=1.0).contains(&to);
    if !proportions || from == to {
        return None;
    }
    let standard = Normal::standard();
    let (significance, power) = (standard.inverse_cdf(0.975), standard.inverse_cdf(0.8));
    let mean = f64::midpoint(from, to);
    let equal = (2.0 * mean * (1.0 - mean)).sqrt();
    let apart = (from * (1.0 - from) + to * (1.0 - to)).sqrt();
    let trials = ((significance * equal + power * apart) / (to - from)).powi(2);
    Some(trials.ceil() as u64)
}

/// Draws of [`days_bootstrap`]: quantiles to about a percent of the interval's width.
const DRAWS: usize = 999;

/// Interval, at `level`, of Σ numerator / Σ denominator if the days had fallen otherwise: days are drawn with
/// replacement (Efron & Tibshirani, *An Introduction to the Bootstrap*, ch. 13), always in the same way. `None` when
/// the denominator is 0 in total.
///
/// # Errors
/// [`Refusal::Misaligned`] when the series cover different days, [`Refusal::TooFewDays`] below 7 days.
pub fn days_bootstrap(numerator: &Daily, denominator: &Daily, level: f64) -> Result<Option<(f64, f64)>, Refusal> {
    let days = numerator.values().len();
    if numerator.first() != denominator.first() || days != denominator.values().len() {
        return Err(Refusal::Misaligned);
    }
    if days < 7 {
        return Err(Refusal::TooFewDays { have: days, need: 7 });
    }
    let mut random = seeded();
    let mut ratios: Vec<f64> = (0..DRAWS)
        .filter_map(|_| {
            let (mut above, mut below) = (0.0, 0.0);
            for _ in 0..days {
                let day = random.usize(..days);
                above += numerator.values()[day];
                below += denominator.values()[day];
            }
            (below != 0.0).then_some(above / below)
        })
        .collect();
    if ratios.is_empty() || !(level > 0.0 && level < 1.0) {
        return Ok(None);
    }
    ratios.sort_by(f64::total_cmp);
    let at = |share: f64| ratios[((ratios.len() - 1) as f64 * share).round() as usize];
    Ok(Some((at((1.0 - level) / 2.0), at(f64::midpoint(1.0, level)))))
}

/// The same draws every time.
pub(crate) fn seeded() -> fastrand::Rng {
    fastrand::Rng::with_seed(0x6a61_7567_6500_0001)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn wilson_agrees_with_published_values() {
        // Newcombe 1998, table I: 81 of 263 at 95 % is 0.2553 to 0.3662.
        let (low, high) = wilson(81.0, 263.0, 0.95).unwrap();
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
        assert_eq!(wilson(0.0, 20.0, 0.95).unwrap().0, 0.0);
        assert_eq!(wilson(1.0, 0.0, 0.95), None);
        assert_eq!(wilson(3.0, 2.0, 0.95), None);
        assert_eq!(wilson(1.0, 2.0, f64::NAN), None);
    }

    #[test]
    fn sample_size_agrees_with_published_values() {
        // R: power.prop.test(p1 = 0.5, p2 = 0.75, power = 0.8) gives n = 57.7.
        assert_eq!(sample_size(0.5, 0.75), Some(58));
        assert_eq!(sample_size(0.02, 0.02), None);
        assert_eq!(sample_size(0.02, 2.4), None);
    }

    #[test]
    fn a_constant_ratio_has_no_noise_and_an_uneven_one_has() {
        let day = date(2026, 1, 1);
        let sessions = Daily::new(day, (0..60).map(|index| 100.0 + f64::from(index)).collect()).unwrap();
        let constant = Daily::new(day, sessions.values().iter().map(|value| value / 50.0).collect()).unwrap();
        let (low, high) = days_bootstrap(&constant, &sessions, 0.8).unwrap().unwrap();
        assert!((low - 0.02).abs() < 1e-12 && (high - 0.02).abs() < 1e-12);
        let uneven = Daily::new(day, (0..60).map(|index| f64::from(index % 5)).collect()).unwrap();
        let (low, high) = days_bootstrap(&uneven, &sessions, 0.8).unwrap().unwrap();
        assert!(low < high);
    }
}
