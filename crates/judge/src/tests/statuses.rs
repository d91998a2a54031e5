//! Each status, and what stands beside it.

use jauge_domain::{Language, Status, Target};
use jauge_report::Wording;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::{Shop, judged, objective, why};
use crate::{Thresholds, judge, parse_objectives};

#[test]
fn a_period_ahead_has_not_started() {
    let found = judged(&Shop::new(date(2026, 3, 31)), &objective("shop.orders", "2000", "2026-Q2", ""));
    assert_eq!((found.status, found.actual, found.expected), (Status::NotStarted, None, None));
    // A forecast can be made before.
    assert!(found.forecast.is_some());
}

#[test]
fn what_was_never_loaded_has_no_data() {
    let found = judged(&Shop::new(date(2026, 5, 1)), &objective("shop.unfed", "2000", "2026-Q2", ""));
    assert_eq!(found.status, Status::NoData);
    assert_eq!(why(&found), "no `purchase` event was ever loaded");
    let found = judged(&Shop::new(date(2026, 5, 1)), &objective("shop.orders", "2000", "2026-Q2", "where = \"none\""));
    assert_eq!((found.status, why(&found).as_str()), (Status::NoData, "no row passes the filter"));
}

/// Rows without a value say why, and are neither at risk nor without rows; not even once the period is over.
#[test]
fn a_period_without_a_value_says_why() {
    for (kpi, filter, says) in [
        ("shop.median", "valueless", "no value in these rows"),
        // A sum of nothing but unknowns is unknown, and not 0.
        ("shop.orders", "valueless", "no value in these rows"),
        ("shop.conversion", "undivided", "the denominator is 0"),
    ] {
        for as_of in [date(2026, 5, 1), date(2026, 7, 15)] {
            let more = format!("where = \"{filter}\"");
            let found = judged(&Shop::new(as_of), &objective(kpi, "0.5", "2026-Q2", &more));
            assert_eq!((found.status, found.actual), (Status::NoData, None), "{kpi} {as_of}");
            assert!(why(&found).contains(says), "{}", why(&found));
        }
    }
    let mut empty = Shop::new(date(2026, 5, 1));
    empty.is_empty = true;
    let found = judged(&empty, &objective("shop.conversion", "\"2%\"", "2026-Q2", ""));
    assert_eq!((found.status, why(&found).as_str()), (Status::NoData, "the KPI has no rows, on any day"));
}

/// What is unknown is neither 0 nor missed, also once the period is over.
#[test]
fn amounts_in_several_currencies_have_no_data() {
    for as_of in [date(2026, 5, 1), date(2026, 7, 15)] {
        let found = judged(&Shop::new(as_of), &objective("shop.orders", "2000", "2026-Q2", "where = \"mixed\""));
        assert_eq!((found.status, found.actual, found.progress), (Status::NoData, None, None));
        assert_eq!(why(&found), "amounts in EUR, JPY are not added up: ask `--by currency`");
        assert!(found.forecast.is_none());
    }
}

#[test]
fn a_relative_target_without_a_baseline_has_no_data() {
    let shop = Shop::new(date(2026, 5, 1)).since(date(2026, 4, 10));
    let found = judged(&shop, &objective("shop.orders", "\"+10%\"", "2026-Q2", ""));
    assert_eq!(found.status, Status::NoData);
    assert!(why(&found).contains("the data begin on 2026-04-10"));
}

/// 50 for a share is 50 %: asked, and no verdict, whichever way and however far it is.
#[test]
fn a_share_above_one_is_a_question() {
    for (kpi, target) in [("shop.conversion", "50"), ("shop.abandonment", "50"), ("shop.conversion", "[1.5, 2.5]")] {
        for as_of in [date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 15)] {
            let found = judged(&Shop::new(as_of), &objective(kpi, target, "2026-Q2", ""));
            assert_eq!((found.status, found.exit_code(), found.actual), (Status::NoData, 2, None), "{kpi} {as_of}");
            assert!(why(&found).contains("did you mean"), "{}", why(&found));
            assert!(found.forecast.is_none() && found.progress.is_none());
        }
    }
    let change = objective("shop.conversion", "\"+9900%\"", "2026-Q2", "");
    assert_eq!(judged(&Shop::new(date(2026, 5, 1)), &change).status, Status::OffTrack);
    let meant = judged(&Shop::new(date(2026, 5, 1)), &objective("shop.abandonment", "\"50%\"", "2026-Q2", ""));
    assert_eq!((meant.status, meant.exit_code()), (Status::OffTrack, 1));
}

/// Of amounts that were spent 120 % come back: a ratio that is no share may be above 1.
#[test]
fn a_ratio_that_is_no_share_may_be_above_one() {
    let of = |target: &str| {
        let mut shop = Shop::new(date(2026, 5, 1));
        let known = &mut shop.series.get_mut("shop.abandonment").unwrap().known;
        known.additivity = crate::Additivity::Ratio { shared: false };
        judged(&shop, &objective("shop.abandonment", target, "2026-Q2", "direction = \"increase\"")).status
    };
    assert_ne!(of("1.2"), Status::NoData);
    assert_eq!(of("50"), Status::NoData);
}

/// Without a target there is no chance of it: not 0 %.
#[test]
fn a_target_that_needs_a_missing_baseline_has_no_chance_before_it_starts() {
    let shop = Shop::new(date(2026, 3, 31)).since(date(2026, 3, 10));
    let found = judged(&shop, &objective("shop.orders", "\"+10%\"", "2026-Q2", ""));
    assert_eq!((found.status, found.baseline, found.required), (Status::NotStarted, None, None));
    assert_eq!(found.forecast, None);
}

/// A baseline over days before the data began is not 0, and a target that builds on it is none.
#[test]
fn a_baseline_before_the_data_begin_is_not_0() {
    let judged = |target: &str| {
        let given = "baseline = { period = \"2023-Q4\" }";
        judged(&Shop::new(date(2026, 5, 1)), &objective("shop.orders", target, "2026-Q2", given))
    };
    let relative = judged("\"+10%\"");
    assert_eq!((relative.status, relative.baseline, relative.forecast), (Status::NoData, None, None));
    assert_eq!(judged("2000").baseline, None);
}

#[test]
fn too_few_are_insufficient() {
    let shop = Shop::new(date(2026, 4, 2));
    let found = judged(&shop, &objective("shop.conversion", "\"2.4%\"", "2026-Q2", "min_sample = 5000"));
    assert_eq!(found.status, Status::InsufficientData);
    let why = why(&found);
    assert!(why.ends_with("so far, and 5,000 are needed"), "{why}");
}

#[test]
fn no_data_for_longer_than_the_frequency_is_stale() {
    let shop = Shop::new(date(2026, 5, 20)).until(date(2026, 5, 1));
    let found = judged(&shop, &objective("shop.orders", "2000", "2026-Q2", "frequency = \"weekly\""));
    assert_eq!((found.status, why(&found).as_str()), (Status::Stale, "no data since 2026-04-30"));
    let monthly = judged(&shop, &objective("shop.orders", "2000", "2026-Q2", "frequency = \"monthly\""));
    assert_ne!(monthly.status, Status::Stale);
}

#[test]
fn the_probability_decides_between_on_track_at_risk_and_off_track() {
    // Some 22 orders a day are 2,000 in a quarter.
    let shop = Shop::new(date(2026, 5, 10));
    let status = |target: &str| {
        let found = judged(&shop, &objective("shop.orders", target, "2026-Q2", ""));
        let p_hit = found.forecast.unwrap().p_hit;
        (found.status, p_hit)
    };
    let (easy, p_easy) = status("1800");
    let (hard, p_hard) = status("3000");
    assert_eq!((easy, hard), (Status::OnTrack, Status::OffTrack));
    assert!(p_easy > 0.9 && p_hard < 0.01, "{p_easy} {p_hard}");
    let between = (1800..2400).step_by(5).map(|target| status(&target.to_string()));
    assert!(between.clone().any(|(status, p)| status == Status::AtRisk && (0.2..0.5).contains(&p)));
    // The more is asked, the less likely.
    let p: Vec<f64> = between.map(|(_, p)| p).collect();
    assert!(p.windows(2).all(|pair| pair[0] >= pair[1]), "{p:?}");
}

#[test]
fn what_cannot_be_undone_is_told_before_the_end() {
    let shop = Shop::new(date(2026, 5, 10));
    assert_eq!(judged(&shop, &objective("shop.orders", "500", "2026-Q2", "")).status, Status::Achieved);
    // Refunds are to stay low: once above, they cannot come back.
    assert_eq!(judged(&shop, &objective("shop.refunds", "20", "2026-Q2", "")).status, Status::Missed);
    // A ratio can still fall.
    let ratio = judged(&shop, &objective("shop.conversion", "\"1.5%\"", "2026-Q2", ""));
    assert_eq!((ratio.status, ratio.is_final), (Status::OnTrack, false));
}

#[test]
fn at_the_end_it_was_met_or_not() {
    let shop = Shop::new(date(2026, 7, 5));
    let met = judged(&shop, &objective("shop.conversion", "\"1.9%\"", "2026-Q2", ""));
    assert_eq!((met.status, met.is_final), (Status::Achieved, true));
    let missed = judged(&shop, &objective("shop.conversion", "\"2.5%\"", "2026-Q2", "settle = \"9d\""));
    assert_eq!((missed.status, missed.is_final), (Status::Missed, false));
    assert_eq!(missed.forecast.unwrap().p_hit, 0.0);
}

#[test]
fn progress_expected_and_required_stand_beside_it() {
    let shop = Shop::new(date(2026, 5, 15));
    let found = judged(&shop, &objective("shop.orders", "2400", "2026-Q2", ""));
    let (actual, expected) = (found.actual.unwrap(), found.expected.unwrap());
    assert!((found.progress.unwrap() - actual / 2400.0).abs() < 1e-12);
    // Half of the quarter has passed, and weekends weigh more.
    assert!((expected / 2400.0 - 0.5).abs() < 0.02, "{expected}");
    let rest = found.required.unwrap() * 46.0;
    assert!((actual + rest - 2400.0).abs() < 1e-6, "{rest}");
    let base = found.baseline.unwrap();
    // The second quarter of 2025, of as many days.
    assert!((1_700.0..2_400.0).contains(&base), "{base}");
    let ratio = judged(&shop, &objective("shop.conversion", "\"+10%\"", "2026-Q2", ""));
    let Some(Target::Value(target)) = ratio.target else { panic!("{:?}", ratio.target) };
    let base = ratio.baseline.unwrap();
    assert!((target - base * 1.1).abs() < 1e-12);
    assert!((ratio.progress.unwrap() - (ratio.actual.unwrap() - base) / (target - base)).abs() < 1e-9);
    // Equal to the baseline there is no way to go.
    let same = objective("shop.conversion", "0.02", "2026-Q2", "baseline = { value = 0.02 }");
    assert_eq!(judged(&shop, &same).progress, None);
}

#[test]
fn milestones_say_where_it_should_stand() {
    let shop = Shop::new(date(2026, 5, 15));
    let more = "milestones = [{ date = 2026-05-15, value = 900 }, { date = 2026-04-30, value = 500 }]";
    assert_eq!(judged(&shop, &objective("shop.orders", "2400", "2026-Q2", more)).expected, Some(900.0));
    let half = Shop { as_of: date(2026, 5, 8), ..shop };
    let expected = judged(&half, &objective("shop.orders", "2400", "2026-Q2", more)).expected.unwrap();
    assert!((expected - (500.0 + 400.0 * 8.0 / 15.0)).abs() < 1e-9, "{expected}");
}

#[test]
fn keeping_counts_the_days_inside() {
    let keep = |factor: f64, days: i64| {
        let from = date(2026, 5, 1);
        let shop = Shop::new(date(2026, 5, 20)).change("shop.to_cart", from, factor);
        let shop = shop.change("shop.to_cart", from + days.days(), 1.0 / factor);
        let objective = objective("shop.to_cart", "\"9%\"", "2026-05", "direction = \"maintain_above\"");
        let found = judged(&shop, &objective);
        (found.status, found.actual.unwrap())
    };
    assert_eq!(keep(1.0, 0), (Status::OnTrack, 1.0));
    assert_eq!(keep(0.5, 1), (Status::AtRisk, 0.95));
    assert_eq!(keep(0.5, 10), (Status::OffTrack, 0.5));
    let over = Shop::new(date(2026, 5, 31));
    let inside = objective("shop.to_cart", "[\"8%\", \"12%\"]", "2026-05", "");
    assert_eq!(judged(&over, &inside).status, Status::Achieved);
    let outside = objective("shop.to_cart", "[\"11%\", \"12%\"]", "2026-05", "");
    assert_eq!(judged(&over, &outside).status, Status::Missed);
}

#[test]
fn distinct_counts_are_forecast_by_past_curves() {
    let shop = Shop::new(date(2026, 5, 20));
    let found = judged(&shop, &objective("shop.visitors", "500", "2026-05", ""));
    let forecast = found.forecast.unwrap();
    let whole = 1240_f64.powf(0.9);
    assert!(forecast.low <= whole && whole <= forecast.high, "{forecast:?}");
    assert_eq!(found.status, Status::OnTrack);
}

#[test]
fn what_does_not_add_up_is_judged_by_a_straight_line() {
    let shop = Shop::new(date(2026, 5, 20));
    let found = judged(&shop, &objective("shop.median", "1", "2026-Q2", ""));
    assert!(found.forecast.is_none());
    assert!(why(&found).contains("straight line"));
}

#[test]
fn what_moved_it_sums_to_the_change() {
    let shop = Shop::new(date(2026, 5, 20)).change("shop.orders", date(2026, 4, 1), 0.5);
    let found = judged(&shop, &objective("shop.orders", "2400", "2026-Q2", ""));
    let movement = &found.moved[0];
    assert_eq!(movement.dimension, "channel");
    assert_eq!(movement.contributions[0].value.as_deref(), Some("Email"));
    let sum: f64 = movement.contributions.iter().map(|one| one.change).sum();
    let year_before = Shop { as_of: date(2025, 5, 20), ..shop };
    let before = judged(&year_before, &objective("shop.orders", "2400", "2025-Q2", "")).actual.unwrap();
    assert!((sum - (found.actual.unwrap() - before)).abs() < 1e-6, "{sum}");
}

#[test]
fn the_driver_that_costs_most_comes_first() {
    let shop = Shop::new(date(2026, 5, 20)).change("shop.to_cart", date(2026, 4, 1), 0.5);
    let found = judged(&shop, &objective("shop.conversion", "\"2.4%\"", "2026-Q2", ""));
    let driver = &found.drivers[0];
    assert_eq!(driver.kpi, "shop.to_cart");
    assert!((driver.actual / driver.baseline - 0.5).abs() < 0.01, "{driver:?}");
}

#[test]
fn levels_are_judged_by_check_ins() {
    let text = "[[objective]]\nid = \"checkout\"\nperiod = \"2026-Q2\"\nlevels = [\"mock-up\", \"online\", \"adopted\"]\n\
                check_ins = [{ date = 2026-04-10, level = \"mock-up\" }, { date = 2026-05-02, level = \"online\" },\n\
                { date = 2026-06-20, level = \"adopted\" }]";
    let objective = parse_objectives("o.toml", text).0.remove(0);
    let at = |month, day| {
        let found = judged(&Shop::new(date(2026, month, day)), &objective);
        (found.status, found.progress.unwrap())
    };
    assert_eq!(at(3, 1).0, Status::NotStarted);
    assert_eq!(at(4, 12), (Status::OnTrack, 1.0 / 3.0));
    assert_eq!(at(4, 30), (Status::Stale, 1.0 / 3.0));
    assert_eq!(at(5, 10), (Status::OnTrack, 2.0 / 3.0));
    assert_eq!(at(6, 25), (Status::Achieved, 1.0));
}

#[test]
fn it_speaks_french() {
    let french = Wording { language: Language::Fr, currency: Some("EUR".into()) };
    let shop = Shop::new(date(2026, 5, 20)).until(date(2026, 5, 1));
    let found = judged(&shop, &objective("shop.conversion", "\"2.4%\"", "2026-Q2", ""));
    assert_eq!(french.finding(&found.why.unwrap()), "pas de données depuis le 30/04/2026");
    assert_eq!(french.statement(&found.statement), "shop.conversion : atteindre 2,4\u{202f}%, T2 2026");
}

#[test]
fn a_wrong_request_is_an_error() {
    let shop = Shop::new(date(2026, 5, 20));
    let wrong = |objective| judge(&objective, &shop, &Thresholds::default()).unwrap_err();
    assert!(wrong(objective("shop.none", "1", "2026-Q2", "")).wrong);
    assert!(
        wrong(objective("shop.orders", "1", "2026-Q2", "where = \"nonsense = 1\"")).why
            == Box::new(jauge_domain::Message::Quoted("no column `nonsense`".into()))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Whatever happens after the day is not looked at.
    #[test]
    fn later_days_change_nothing(day in 0..90_i64, factor in 0.0..5.0_f64, kpi in 0..4_usize) {
        let as_of = date(2026, 4, 1) + day.days();
        let kpi = ["shop.orders", "shop.conversion", "shop.visitors", "shop.median"][kpi];
        let one = objective(kpi, "\"+10%\"", "2026-Q2", "");
        let shop = Shop::new(as_of);
        let changed = shop.clone().change(kpi, as_of + 1.day(), factor);
        prop_assert_eq!(judged(&shop, &one), judged(&changed, &one));
        prop_assert_eq!(judged(&shop, &one), judged(&shop.clone().until(as_of + 1.day()), &one));
    }
}
