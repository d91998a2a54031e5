//! Which days an objective may start from: those of a complete period.

use jauge_domain::{CriterionState, Evaluation, Status};
use jauge_report::Wording;
use jiff::civil::date;

use super::{Shop, judged, objective, why};

/// An objective of April that starts from `baseline`.
fn from(shop: &Shop, target: &str, baseline: &str) -> Evaluation {
    judged(shop, &objective("shop.orders", target, "2026-04", &format!("baseline = {{ period = \"{baseline}\" }}")))
}

fn measurable(found: &Evaluation) -> (CriterionState, String) {
    let advice = found.smart.measurable.advice.iter().map(|finding| Wording::default().finding(finding));
    (found.smart.measurable.state, advice.collect::<Vec<_>>().join("; "))
}

#[test]
fn a_period_that_is_not_over_is_no_baseline() {
    // The data go until the 10th of March; whoever looks ahead asks of April.
    let shop = Shop::new(date(2026, 4, 20)).until(date(2026, 3, 11));
    let found = from(&shop, "\"+5%\"", "2026-03");
    assert_eq!((found.status, found.baseline, found.expected), (Status::NoData, None, None));
    assert_eq!(
        why(&found),
        "the target is relative to a baseline whose period ends on 2026-03-31, and the data end on 2026-03-10"
    );
    let (state, advice) = measurable(&found);
    assert_eq!(state, CriterionState::Fails);
    assert!(advice.contains("its period ends on 2026-03-31, and the data on 2026-03-10"), "{advice}");
    // A target that needs none stays; the criterion fails all the same.
    let own = from(&shop, "700", "2026-03");
    assert_eq!((own.baseline, measurable(&own).0), (None, CriterionState::Fails));
    assert!(from(&shop, "\"+5%\"", "2026-02").baseline.is_some());
}

#[test]
fn a_period_that_the_data_begin_in_is_no_baseline() {
    let shop = Shop::new(date(2026, 4, 20)).since(date(2026, 3, 5));
    let found = from(&shop, "\"+5%\"", "2026-03");
    assert_eq!((found.status, found.baseline), (Status::NoData, None));
    assert!(why(&found).ends_with("the data begin on 2026-03-05"), "{}", why(&found));
    assert!(measurable(&found).1.contains("choose a later baseline"), "{}", measurable(&found).1);
    assert!(from(&shop, "\"+5%\"", "2026-03-05/2026-03-31").baseline.is_some());
}

/// Where the file names none, days that the data do not reach yet make none either.
#[test]
fn the_period_before_is_a_baseline_once_the_data_cover_it() {
    let young = || Shop::new(date(2026, 4, 20)).since(date(2026, 1, 20));
    let of = |shop: &Shop| judged(shop, &objective("shop.orders", "700", "2026-04", "")).baseline;
    assert_eq!(of(&young().until(date(2026, 3, 31))), None);
    assert!(of(&young().until(date(2026, 4, 1))).is_some());
}
