//! Forecasts of made-up objectives, held against what came.

use jauge_domain::{Status, TrackRecord};
use jiff::civil::date;
use proptest::prelude::*;

use crate::{PastEvaluation, track_record};

/// The objective in the month `month` as of its day `day`: so much of 100 where `expected` should be, a chance of `p`.
fn said(month: i8, day: i8, [actual, expected, p]: [f64; 3]) -> PastEvaluation {
    PastEvaluation {
        objective: "more".into(),
        kpi: "shop.orders".into(),
        period: (date(2026, month, 1), date(2026, month, 28)),
        as_of: date(2026, month, day),
        status: Status::AtRisk,
        is_final: false,
        actual: Some(actual),
        target: Some(100.0),
        expected: Some(expected),
        forecast: Some((95.0, 90.0, 110.0)),
        p_hit: Some(p),
    }
}

/// What came of that month.
fn came(month: i8, actual: f64) -> PastEvaluation {
    let status = if actual >= 100.0 { Status::Achieved } else { Status::Missed };
    let last = said(month, 28, [actual, 100.0, 0.0]);
    PastEvaluation { status, is_final: true, as_of: date(2026, month + 1, 5), ..last }
}

fn of(past: &[PastEvaluation]) -> TrackRecord {
    track_record(past).unwrap()
}

#[test]
fn a_forecast_is_scored_by_what_came_and_so_is_the_pace_rule() {
    // Behind its pace, and 0.8 likely; it was met, within the interval.
    let record = of(&[said(1, 10, [30.0, 40.0, 0.8]), came(1, 104.0)]);
    let all = &record.all;
    assert_eq!((all.forecasts, all.periods, all.chance, all.met, all.inside), (1, 1, 0.8, 1.0, 1.0));
    assert!((all.brier - 0.04).abs() < 1e-12, "{}", all.brier);
    assert_eq!(all.pace_brier, 1.0);
    assert_eq!(record.objectives, [("more".to_owned(), record.all.clone())]);
    // Ahead of its pace, and missed, below the interval.
    let missed = of(&[said(1, 10, [50.0, 40.0, 0.8]), came(1, 80.0)]).all;
    assert_eq!((missed.met, missed.inside, missed.pace_brier), (0.0, 0.0, 1.0));
    assert!((missed.brier - 0.64).abs() < 1e-12, "{}", missed.brier);
}

#[test]
fn of_what_is_to_fall_the_pace_is_kept_below() {
    let falls = |one: PastEvaluation| PastEvaluation { status: Status::Achieved, ..one };
    // Below 100 is met: 30 where 40 might be is within the pace.
    let all = of(&[said(1, 10, [30.0, 40.0, 0.9]), falls(came(1, 80.0))]).all;
    assert_eq!((all.met, all.pace_brier), (1.0, 0.0));
    // What came is the target itself: the forecast of 95 at 90 % says that it is to fall.
    let all = of(&[said(1, 10, [30.0, 40.0, 0.9]), falls(came(1, 100.0))]).all;
    assert_eq!((all.met, all.pace_brier), (1.0, 0.0));
}

#[test]
fn what_is_open_decided_or_about_another_target_is_no_part_of_it() {
    assert_eq!(track_record(&[said(1, 10, [30.0, 40.0, 0.8])]), None);
    assert_eq!(track_record(&[came(1, 104.0)]), None);
    let decided = PastEvaluation { status: Status::Achieved, ..said(1, 25, [101.0, 90.0, 1.0]) };
    let other = PastEvaluation { target: Some(130.0), ..said(1, 12, [30.0, 50.0, 0.1]) };
    let unsure = PastEvaluation { p_hit: None, forecast: None, ..said(1, 2, [1.0, 2.0, 0.0]) };
    let open = said(2, 10, [30.0, 40.0, 0.8]);
    let record = of(&[decided, other, unsure, open, said(1, 10, [30.0, 40.0, 0.8]), came(1, 104.0)]);
    assert_eq!((record.all.forecasts, record.retargeted), (1, 1));
}

#[test]
fn the_last_word_of_a_day_counts_and_the_last_of_what_came() {
    let (early, late) = (said(1, 10, [30.0, 40.0, 0.1]), said(1, 10, [30.0, 40.0, 0.9]));
    let corrected = PastEvaluation { as_of: date(2026, 3, 1), ..came(1, 99.0) };
    let all = of(&[early, late, came(1, 104.0), corrected]).all;
    assert_eq!((all.forecasts, all.chance, all.met), (1, 0.9, 0.0));
}

#[test]
fn classes_are_of_like_chances() {
    let record = of(&[
        said(1, 10, [30.0, 40.0, 0.0]),
        said(1, 11, [30.0, 40.0, 0.19]),
        said(1, 12, [30.0, 40.0, 0.2]),
        said(1, 13, [30.0, 40.0, 1.0]),
        came(1, 104.0),
    ]);
    let classes: Vec<_> = record.classes.iter().map(|class| (class.from, class.to, class.score.forecasts)).collect();
    assert_eq!(classes, [(0.0, 0.2, 2), (0.2, 0.4, 1), (0.8, 1.0, 1)]);
}

proptest! {
    #[test]
    fn every_score_is_a_share_and_classes_and_objectives_are_a_partition(
        chances in prop::collection::vec((1i8..6, 1i8..27, 0.0f64..=1.0), 1..40),
        outcomes in prop::collection::vec(0.0f64..200.0, 5),
    ) {
        let past = chances.iter().map(|(month, day, p)| said(*month, *day, [40.0, 50.0, *p]));
        let ends = outcomes.iter().zip(1..).map(|(actual, month)| came(month, *actual));
        let record = of(&past.chain(ends).collect::<Vec<_>>());
        let TrackRecord { all, classes, objectives, .. } = &record;
        for share in [all.chance, all.met, all.inside, all.brier, all.pace_brier] {
            prop_assert!((0.0..=1.0).contains(&share), "{record:?}");
        }
        prop_assert_eq!(classes.iter().map(|class| class.score.forecasts).sum::<usize>(), all.forecasts);
        prop_assert_eq!(objectives.iter().map(|(_, score)| score.forecasts).sum::<usize>(), all.forecasts);
        prop_assert!(classes.iter().all(|class| class.from <= class.score.chance + 1e-12 && class.score.chance <= class.to + 1e-12));
    }
}
