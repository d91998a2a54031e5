//! What was true on a day stays so, whatever comes later.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::date};

use super::{evaluated, objectives, shop, write_days};
use crate::ecommerce::site::SITE;

/// Three kinds of KPI over two kinds of period, one with a repetition.
const GOALS: &str = r#"
[[objective]]
id = "orders"
kpi = "orders"
target = "+5%"
period = "2026-Q1"
repeat = "quarterly"

[[objective]]
id = "conversion"
kpi = "conversion"
target = "45%"
period = "2026-05"
where = "medium = 'email'"

[[objective]]
id = "revenue"
kpi = "revenue"
target = 30000
period = "2026"
"#;

/// Events dated later than the day change nothing.
#[test]
fn later_events_change_nothing() {
    let first = date(2024, 12, 1);
    let whole = shop(first, 600);
    objectives(&whole, GOALS);
    for as_of in [date(2026, 1, 14), date(2026, 3, 31), date(2026, 5, 9), date(2026, 6, 30)] {
        let days = i64::from((as_of - first).get_days()) + 1;
        let cut = shop(first, days);
        objectives(&cut, GOALS);
        let before = evaluated(&cut, &as_of.to_string());
        assert_eq!(evaluated(&whole, &as_of.to_string()), before, "{as_of}");
        // Later files change nothing in the same workspace either.
        write_days(&cut, as_of + 1.day(), 40);
        cut.ok(&["load", "--quiet"]);
        assert_eq!(evaluated(&cut, &as_of.to_string()), before, "{as_of}, loaded later");
    }
}

/// A view of the past knows how far its data reach.
#[test]
fn a_view_of_the_past_is_complete_where_it_was() {
    let asked =
        |kpi: &str| SITE.json(&["ask", kpi, "--period", "2026-09", "--as-of", "2026-10-15"])[0]["complete"].clone();
    assert_eq!([asked("core.sessions"), asked("ecommerce.orders")], [true, true]);
    let found = evaluated(&SITE, "2026-10-15");
    assert_eq!(found[0]["complete_to"], "2026-10-15");
}

/// The demo on the day it is shown: one of each, and month by month what was true then.
#[test]
fn the_demo_has_one_of_every_status() {
    let found = evaluated(&SITE, "2026-10-15");
    let mut statuses: Vec<&str> = found.as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    assert_eq!(
        statuses,
        [
            "achieved",
            "at_risk",
            "insufficient_data",
            "missed",
            "no_data",
            "not_started",
            "off_track",
            "on_track",
            "stale"
        ]
    );
    // Its own months: what is not over yet is not decided, and what is over stays.
    let mut of_day = BTreeMap::from([("2026-10-15", found)]);
    let mut status = |as_of: &'static str, id: &str| {
        let found = of_day.entry(as_of).or_insert_with(|| evaluated(&SITE, as_of));
        let one = found.as_array().unwrap().iter().find(|one| one["objective"] == id).unwrap().clone();
        (one["status"].as_str().unwrap().to_owned(), one["final"].as_bool().unwrap())
    };
    let newsletter = ["2026-06-30", "2026-09-30", "2026-10-15", "2026-10-31"].map(|day| status(day, "newsletter-q3").0);
    assert_eq!(newsletter, ["not_started", "missed", "missed", "missed"]);
    let checkout =
        ["2026-06-30", "2026-08-31", "2026-09-30", "2026-10-15"].map(|day| status(day, "mobile-checkout-q3"));
    assert_eq!([0, 2, 3].map(|nth: usize| checkout[nth].0.as_str()), ["not_started", "achieved", "achieved"]);
    assert_ne!(checkout[1].0, "achieved", "a ratio can still fall");
    // Phones that were offline have shown that events come up to three days late: until then it may still change.
    assert_eq!(checkout.map(|(_, is_final)| is_final), [false, false, false, true]);
}
