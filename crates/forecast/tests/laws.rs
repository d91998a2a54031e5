//! Laws that every forecast keeps, whatever the series.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use jauge_forecast::{
    AdditiveOptions, Bound, Curve, Daily, Method, Projection, RatioOptions, Refusal, Stretch, additive, distinct, ratio,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const CASES: u32 = 256;
const FIRST: Date = date(2024, 1, 1);

fn day(offset: usize) -> Date {
    FIRST.saturating_add((offset as i64).days())
}

/// A series of 30 to 500 days with quiet, closed and busy ones.
fn series() -> impl Strategy<Value = Vec<f64>> {
    let value =
        prop_oneof![1 => Just(0.0), 6 => (0u32..60).prop_map(f64::from), 1 => (0u32..5_000).prop_map(f64::from)];
    prop::collection::vec(value, 30..500)
}

prop_compose! {
    // Mostly periods that are partly over with a history to test on; sometimes over, to come, or all but unknown.
    fn case()(values in series())(
        known in prop_oneof![1 => 1..=values.len(), 9 => values.len() / 2..=values.len()],
        back in 0usize..50, ahead in 0usize..20, days in 1usize..60, values in Just(values),
    ) -> (Daily, Stretch, Date) {
        let start = (known + ahead).saturating_sub(back);
        let period = Stretch::new(day(start), day(start + days)).unwrap();
        (Daily::new(FIRST, values).unwrap(), period, day(known - 1))
    }
}

fn all_numbers(forecast: &Projection) -> Vec<f64> {
    let mut numbers = vec![forecast.value, forecast.low, forecast.high];
    numbers.extend(forecast.so_far);
    numbers.extend(forecast.expected_share);
    numbers.extend(forecast.backtest.map(|backtest| backtest.error));
    numbers.extend(forecast.required(10.0));
    numbers
}

fn check(forecast: &Projection) {
    assert!(all_numbers(forecast).iter().all(|number| number.is_finite()), "{forecast:?}");
    assert!(forecast.low <= forecast.value && forecast.value <= forecast.high, "{forecast:?}");
    let reach = (forecast.high - forecast.low).max(1.0);
    let mut before = 1.0;
    for step in -40..=40 {
        let target = forecast.value + f64::from(step) * reach / 10.0;
        let at_least = forecast.probability(Bound::AtLeast(target));
        let at_most = forecast.probability(Bound::AtMost(target));
        assert!(
            (0.0..=1.0).contains(&at_least) && at_least <= before,
            "{target}: {at_least} after {before}, {forecast:?}"
        );
        assert!(at_least + at_most >= 1.0 - 1e-9, "{target}: {forecast:?}");
        before = at_least;
    }
    // On a day that closes the value the whole probability stands on one point.
    let (inside, under) = (Bound::Between(forecast.low, forecast.high), Bound::AtMost(forecast.low));
    assert!(forecast.probability(inside) >= 0.8 - 1e-9 && forecast.probability(under) >= 0.1 - 1e-9, "{forecast:?}");
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1e-9)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn sums_are_numbers_in_order_and_never_below_what_is_known((daily, period, as_of) in case()) {
        if let Ok(forecast) = additive(&daily, period, as_of, AdditiveOptions::default()) {
            check(&forecast);
            prop_assert!(forecast.low >= forecast.so_far.unwrap());
            prop_assert_eq!(forecast.probability(Bound::AtLeast(forecast.so_far.unwrap())), 1.0);
            prop_assert_eq!(&forecast, &additive(&daily, period, as_of, AdditiveOptions::default()).unwrap());
        }
    }

    #[test]
    fn ratios_are_numbers_in_order((above, period, as_of) in case(), odds in 1u32..9) {
        let below: Vec<f64> = above.values().iter().map(|value| value * f64::from(odds)).collect();
        let below = Daily::new(FIRST, below).unwrap();
        for shared_rows in [false, true] {
            if let Ok(forecast) = ratio(&above, &below, period, as_of, RatioOptions { shared_rows }) {
                check(&forecast);
                prop_assert!(forecast.low >= 0.0);
                prop_assert!(!shared_rows || forecast.high <= 1.0);
            }
        }
    }

    #[test]
    fn ratios_of_unrelated_series_are_numbers((above, period, as_of) in case(), seed in 0usize..50) {
        let below: Vec<f64> = (0..above.values().len()).map(|at| ((at * 7_919 + seed) % 13) as f64).collect();
        let below = Daily::new(FIRST, below).unwrap();
        if let Ok(forecast) = ratio(&above, &below, period, as_of, RatioOptions::default()) {
            check(&forecast);
        }
    }

    #[test]
    fn values_of_any_size_and_sign_give_numbers(
        values in prop::collection::vec((prop::num::f64::NORMAL, -300i32..100).prop_map(|(any, size)| any.signum() * 10f64.powi(size)), 30..120),
        start in 0usize..100, days in 1usize..40,
    ) {
        let (last, period) = (day(values.len() - 1), Stretch::new(day(start), day(start + days)).unwrap());
        let daily = Daily::new(FIRST, values.clone()).unwrap();
        let positive = Daily::new(FIRST, values.iter().map(|value| value.abs()).collect()).unwrap();
        if let Ok(forecast) = additive(&daily, period, last, AdditiveOptions { signed: true }) {
            check(&forecast);
        }
        for (above, options) in [(&daily, RatioOptions::default()), (&positive, RatioOptions::default())] {
            if let Ok(forecast) = ratio(above, &positive, period, last, options) {
                prop_assert!(all_numbers(&forecast).iter().all(|number| number.is_finite()), "{forecast:?}");
            }
        }
    }

    #[test]
    fn days_after_as_of_change_nothing((daily, period, as_of) in case(), later in prop::collection::vec(0.0..1e6, 1..40)) {
        let known = (as_of - FIRST).get_days() as usize + 1;
        let mut values = daily.values()[..known].to_vec();
        let alone = additive(&Daily::new(FIRST, values.clone()).unwrap(), period, as_of, AdditiveOptions::default());
        values.extend(later);
        let more = additive(&Daily::new(FIRST, values).unwrap(), period, as_of, AdditiveOptions::default());
        prop_assert_eq!(alone, more);
    }

    #[test]
    fn another_unit_gives_the_same_forecast_in_it((daily, period, as_of) in case(), unit in 0.001f64..1_000.0) {
        let scaled = Daily::new(FIRST, daily.values().iter().map(|value| value * unit).collect()).unwrap();
        let plain = additive(&daily, period, as_of, AdditiveOptions::default());
        let scaled = additive(&scaled, period, as_of, AdditiveOptions::default());
        match (plain, scaled) {
            // The optimiser may stop a step earlier, and two methods may be as good as each other.
            (Ok(plain), Ok(scaled)) if plain.method == scaled.method => {
                let size = plain.high.max(1.0) * 1e-3;
                let pairs = [(plain.value, scaled.value), (plain.low, scaled.low), (plain.high, scaled.high)];
                for (a, b) in pairs {
                    prop_assert!((a * unit - b).abs() <= size * unit, "{a} * {unit} is not {b}");
                }
            }
            (Ok(_), Ok(_)) => {}
            (plain, scaled) => prop_assert_eq!(plain.is_err(), scaled.is_err()),
        }
    }

    #[test]
    fn a_period_that_is_over_is_exact(values in series(), start in 0usize..20, days in 1usize..10) {
        let period = Stretch::new(day(start), day(start + days)).unwrap();
        let total: f64 = values[start..start + days].iter().sum();
        let last = day(values.len() - 1);
        let forecast = additive(&Daily::new(FIRST, values).unwrap(), period, last, AdditiveOptions::default()).unwrap();
        prop_assert_eq!((forecast.value, forecast.low, forecast.high, forecast.method), (total, total, total, Method::Exact));
        prop_assert_eq!(forecast.probability(Bound::AtLeast(total)), 1.0);
        prop_assert_eq!(forecast.probability(Bound::AtLeast(total + 1.0)), 0.0);
        prop_assert_eq!(forecast.probability(Bound::AtMost(total - 1.0)), 0.0);
    }

    #[test]
    fn distinct_counts_are_numbers_in_order(steps in prop::collection::vec(prop::collection::vec(0u32..50, 14), 1..12), elapsed in 0usize..14) {
        let curves: Vec<Curve> = steps.iter().enumerate().map(|(index, steps)| {
            let mut count = 0.0;
            let counts = steps.iter().map(|step| { count += f64::from(*step); count }).collect();
            Curve { period: Stretch::new(day(index * 14), day(index * 14 + 14)).unwrap(), counts }
        }).collect();
        let (current, past) = curves.split_last().unwrap();
        let as_of = current.period.start().saturating_add((elapsed as i64 - 1).days());
        match distinct(past, current, as_of) {
            Ok(forecast) => {
                check(&forecast);
                prop_assert!(forecast.low >= forecast.so_far.unwrap());
            }
            Err(refusal) => {
                let known = matches!(refusal, Refusal::TooFewPastPeriods { have: 0 | 1, .. } | Refusal::AllZero { .. });
                prop_assert!(known, "{refusal}");
            }
        }
    }
}

#[test]
fn a_steady_week_is_forecast_without_doubt() {
    let week = [5.0, 6.0, 7.0, 8.0, 9.0, 0.0, 0.0];
    let daily = Daily::new(FIRST, (0..140).map(|at| week[at % 7]).collect()).unwrap();
    let period = Stretch::new(day(140), day(147)).unwrap();
    let forecast = additive(&daily, period, day(139), AdditiveOptions::default()).unwrap();
    assert!(close(forecast.value, 35.0) && forecast.high - forecast.low < 3.0, "{forecast:?}");
    assert_eq!((forecast.elapsed_days, forecast.remaining_days, forecast.so_far), (0, 7, Some(0.0)));
}

#[test]
fn the_expected_share_knows_weekdays() {
    let week = [10.0, 10.0, 10.0, 10.0, 10.0, 0.0, 0.0];
    let daily = Daily::new(FIRST, (0..140).map(|at| week[at % 7]).collect()).unwrap();
    let period = Stretch::new(day(133), day(140)).unwrap();
    let friday = additive(&daily, period, day(137), AdditiveOptions::default()).unwrap();
    assert!(close(friday.expected_share.unwrap(), 1.0), "{friday:?}");
    let tuesday = additive(&daily, period, day(134), AdditiveOptions::default()).unwrap();
    assert!(close(tuesday.expected_share.unwrap(), 0.4), "{tuesday:?}");
    assert!(close(tuesday.required(50.0).unwrap(), 6.0));
}

#[test]
fn what_is_too_little_is_refused_with_a_reason() {
    let period = Stretch::new(day(0), day(30)).unwrap();
    let plain = AdditiveOptions::default();
    let three = Daily::new(FIRST, vec![1.0; 3]).unwrap();
    assert_eq!(additive(&three, period, day(2), plain), Err(Refusal::TooFewDays { have: 3, need: 7 }));
    let nothing = Daily::new(FIRST, vec![0.0; 20]).unwrap();
    assert_eq!(additive(&nothing, period, day(19), plain), Err(Refusal::AllZero { days: 20 }));
    assert_eq!(additive(&nothing, period, day(25), plain), Err(Refusal::Incomplete { last: day(19), as_of: day(25) }));
    let early = Stretch::new(FIRST.yesterday().unwrap(), day(10)).unwrap();
    let inside = Refusal::StartsInside { first: FIRST, start: early.start() };
    assert_eq!(additive(&nothing, early, day(5), plain), Err(inside));
    let falling = Daily::new(FIRST, vec![-1.0; 20]).unwrap();
    assert_eq!(additive(&falling, period, day(19), plain), Err(Refusal::Negative { day: FIRST }));
    assert!(additive(&falling, period, day(19), AdditiveOptions { signed: true }).is_ok());
    assert_eq!(ratio(&three, &nothing, period, day(2), RatioOptions::default()), Err(Refusal::Misaligned));
    assert_eq!(ratio(&nothing, &nothing, period, day(19), RatioOptions::default()), Err(Refusal::NoDenominator));
    let more = Daily::new(FIRST, vec![2.0; 20]).unwrap();
    let fewer = Daily::new(FIRST, vec![1.0; 20]).unwrap();
    let shared = RatioOptions { shared_rows: true };
    assert_eq!(ratio(&more, &fewer, period, day(19), shared), Err(Refusal::NotShared { day: FIRST }));
}

#[test]
fn few_periods_are_forecast_by_the_straight_line_and_said_so() {
    let daily = Daily::new(FIRST, (0..20).map(|at| f64::from(10 + at % 3)).collect()).unwrap();
    let period = Stretch::new(day(0), day(31)).unwrap();
    let forecast = additive(&daily, period, day(19), AdditiveOptions::default()).unwrap();
    assert_eq!((forecast.method, forecast.backtest), (Method::StraightLine, None));
    assert!((forecast.value - 340.0).abs() < 15.0 && forecast.low < 330.0 && forecast.high > 350.0, "{forecast:?}");
}

#[test]
fn a_ratio_keeps_its_own_rate_and_needs_what_is_missing() {
    let sessions = Daily::new(FIRST, (0..100).map(|at| f64::from(400 + 50 * (at % 7))).collect()).unwrap();
    let orders = Daily::new(FIRST, sessions.values().iter().map(|count| (count * 0.04).round()).collect()).unwrap();
    let period = Stretch::new(day(90), day(120)).unwrap();
    let forecast = ratio(&orders, &sessions, period, day(99), RatioOptions { shared_rows: true }).unwrap();
    assert!((forecast.value - 0.04).abs() < 0.001 && forecast.low > 0.035 && forecast.high < 0.045, "{forecast:?}");
    assert!(forecast.required(0.05).unwrap() > 0.05, "{forecast:?}");
    assert_eq!(forecast.expected_share, None);
}

#[test]
fn a_distinct_count_flattens_as_past_ones_did() {
    let flattening = |scale: f64| (1..=7).map(|day| (scale * (1.0 - 0.6_f64.powi(day))).round()).collect::<Vec<_>>();
    let curves: Vec<Curve> = (0..8)
        .map(|week| Curve {
            period: Stretch::new(day(week * 7), day(week * 7 + 7)).unwrap(),
            counts: flattening(1_000.0),
        })
        .collect();
    let current = Curve { period: Stretch::new(day(56), day(63)).unwrap(), counts: flattening(1_200.0)[..3].to_vec() };
    let forecast = distinct(&curves, &current, day(58)).unwrap();
    assert!((forecast.value - 1_166.0).abs() < 40.0, "{forecast:?}");
    assert!(forecast.backtest.is_some() && forecast.expected_share.unwrap() > 0.75, "{forecast:?}");
    let one = distinct(&curves[..1], &current, day(58));
    assert_eq!(one, Err(Refusal::TooFewPastPeriods { have: 1, need: 2 }));
}

#[test]
fn a_period_to_come_is_forecast_whole() {
    let values: Vec<f64> = (0..365).map(|at| f64::from(90 + at * 7 % 20)).collect();
    let daily = Daily::new(FIRST, values).unwrap();
    let period = Stretch::new(day(395), day(425)).unwrap();
    let forecast = additive(&daily, period, day(364), AdditiveOptions::default()).unwrap();
    assert_eq!((forecast.so_far, forecast.elapsed_days, forecast.remaining_days), (Some(0.0), 0, 30));
    assert!((forecast.value / 30.0 - 99.5).abs() < 3.0, "{forecast:?}");
    assert!(forecast.backtest.is_some_and(|backtest| backtest.origins > 20), "{forecast:?}");
}

#[test]
fn nonsense_targets_have_no_probability() {
    let daily = Daily::new(FIRST, (0..100).map(|at| f64::from(at % 9)).collect()).unwrap();
    let period = Stretch::new(day(90), day(120)).unwrap();
    let forecast = additive(&daily, period, day(99), AdditiveOptions::default()).unwrap();
    assert_eq!(forecast.probability(Bound::AtLeast(f64::NAN)), 0.0);
    assert_eq!(forecast.probability(Bound::Between(2.0, 1.0)), 0.0);
    assert_eq!(forecast.probability(Bound::AtLeast(f64::INFINITY)), 0.0);
    assert_eq!(forecast.probability(Bound::AtLeast(f64::NEG_INFINITY)), 1.0);
    assert_eq!(forecast.required(f64::INFINITY), None);
}
