//! Whether a change between two stretches of days is more than chance gives.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Fewer pairs of days than this say nothing.
const LEAST_PAIRS: usize = 14;

/// Whether Σ numerator / Σ denominator of the days `now` differs from that of the days `then` by no more than chance gives, at
/// 5 %, two-sided. Each day of one is paired with a day of the other, best the same weekday; what adds up has denominators of 1.
/// `None` below 14 pairs, where the stretches differ in length, and where a denominator is 0 in total.
///
/// A paired t test (Student, *The probable error of a mean*, Biometrika 1908) of what each day adds to the ratio, by the ratio
/// estimator's linearisation (Cochran, *Sampling Techniques*, 3rd ed., eq. 6.13).
///
/// ```
/// let days = |more: f64| (0..28).map(|day| (40.0 + f64::from(day * 5 % 7) + more, 1.0)).collect::<Vec<_>>();
/// assert_eq!(jauge_forecast::is_within_noise(&days(0.0), &days(0.0)), Some(true));
/// assert_eq!(jauge_forecast::is_within_noise(&days(9.0), &days(0.0)), Some(false));
/// ```
pub fn is_within_noise(now: &[(f64, f64)], then: &[(f64, f64)]) -> Option<bool> {
    let pairs = now.len();
    if pairs < LEAST_PAIRS || pairs != then.len() {
        return None;
    }
    let ((now, now_added), (then, then_added)) = (added_by_day(now)?, added_by_day(then)?);
    let squares: f64 = now_added.iter().zip(&then_added).map(|(now, then)| (now - then).powi(2)).sum();
    let freedom = pairs as f64 - 1.0;
    let error = (squares / freedom / pairs as f64).sqrt();
    let most = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.975) * error;
    most.is_finite().then(|| (now - then).abs() <= most)
}

/// The ratio, and what each day adds to it beyond the mean day.
fn added_by_day(days: &[(f64, f64)]) -> Option<(f64, Vec<f64>)> {
    let (above, below) = days.iter().fold((0.0, 0.0), |(above, below), day| (above + day.0, below + day.1));
    let (ratio, mean) = (above / below, below / days.len() as f64);
    let added = days.iter().map(|(above, below)| (above - ratio * below) / mean);
    ratio.is_finite().then(|| (ratio, added.collect()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 28 days with weekends of their own, so much more each day.
    fn month(more: f64) -> Vec<(f64, f64)> {
        let day = |nth: i32| 100.0 + f64::from(nth * 7 % 5) + if nth % 7 > 4 { 60.0 } else { 0.0 } + more;
        (0..28).map(|nth| (day(nth), 1.0)).collect()
    }

    #[test]
    fn what_scatters_more_than_it_moved_is_noise() {
        let uneven = |days: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
            days.into_iter()
                .enumerate()
                .map(|(nth, (value, one))| (value + if nth % 2 == 0 { 9.0 } else { -9.0 }, one))
                .collect()
        };
        assert_eq!(is_within_noise(&uneven(month(1.0)), &month(0.0)), Some(true));
        assert_eq!(is_within_noise(&uneven(month(5.0)), &month(0.0)), Some(false));
    }

    /// Weekends lie far apart from other days, and a weekend is paired with one.
    #[test]
    fn weekdays_are_no_noise() {
        assert_eq!(is_within_noise(&month(2.0), &month(0.0)), Some(false));
    }

    #[test]
    fn a_ratio_is_of_its_sums() {
        // 2 % and 3 % of days that are small and large; the small ones alone would say otherwise.
        let days = |share: f64| -> Vec<(f64, f64)> {
            let rows = |nth: i32| if nth % 2 == 0 { 100.0 } else { 2000.0 };
            (0..28).map(|nth| (rows(nth) * (share + f64::from(nth % 3) * 0.001), rows(nth))).collect()
        };
        assert_eq!(is_within_noise(&days(0.03), &days(0.02)), Some(false));
        assert_eq!(is_within_noise(&days(0.02), &days(0.02)), Some(true));
    }

    #[test]
    fn too_little_says_nothing() {
        assert_eq!(is_within_noise(&month(0.0)[..13], &month(0.0)[..13]), None);
        assert_eq!(is_within_noise(&month(0.0)[..20], &month(0.0)), None);
        assert_eq!(is_within_noise(&[(1.0, 0.0); 28], &month(0.0)), None);
        assert_eq!(is_within_noise(&[(f64::NAN, 1.0); 28], &month(0.0)), None);
    }

    proptest! {
        #[test]
        fn the_two_stretches_may_change_places(values in prop::collection::vec((0.0..1e6f64, 0.0..1e6f64), 14..60)) {
            let (now, then): (Vec<_>, Vec<_>) = values.into_iter().map(|(now, then)| ((now, 1.0), (then, 1.0))).unzip();
            prop_assert_eq!(is_within_noise(&now, &then), is_within_noise(&then, &now));
            prop_assert_eq!(is_within_noise(&now, &now), Some(true));
        }
    }
}
