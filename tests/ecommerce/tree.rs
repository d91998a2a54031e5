//! Changes of the demo's site taken apart, and what a KPI would take.

use serde_json::Value;

use super::site::{SITE, SMALL_SITE};

/// A number in millionths, as it is printed.
fn millionths(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 1e6).round() as i64
}

#[test]
fn contributions_sum_to_the_change_as_printed() {
    let kpis = [
        "ecommerce.revenue",
        "ecommerce.orders",
        "ecommerce.purchase_conversion",
        "core.page_views",
        "leads.leads",
        "content.total_engaged_time",
        "content.plays",
        "content.valid_plays",
        "content.reading_sessions",
        "support.tickets",
    ];
    let periods = ["2026-06", "2026-W30", "2026-Q2", "2026-05-04/2026-05-17"];
    for (kpi, period) in kpis.iter().flat_map(|kpi| periods.map(|period| (*kpi, period))) {
        let ran =
            SMALL_SITE.run(&["kpi", "tree", kpi, "--period", period, "--compare", "previous", "--format", "json"]);
        assert_eq!(ran.code, 0, "{kpi} {period}: {}", ran.stderr);
        let rows: Value = serde_json::from_str(&ran.stdout).unwrap();
        let rows = rows.as_array().unwrap();
        let sum: i64 = rows[1..].iter().map(|row| millionths(&row["contribution"])).sum();
        assert_eq!(sum, millionths(&rows[0]["contribution"]), "{kpi} {period}");
        let is_explained = rows.iter().all(|row| row["factor"].is_string());
        assert!(
            is_explained || !(kpi.starts_with("content.") || kpi.starts_with("support.")),
            "{kpi} {period}: {rows:?}"
        );
        let change = rows[0]["now"].as_f64().unwrap() - rows[0]["before"].as_f64().unwrap();
        assert!((change - rows[0]["contribution"].as_f64().unwrap()).abs() < 1e-3, "{kpi} {period}");
    }
}

#[test]
fn the_factors_explain_all_of_it_and_so_do_the_channels() {
    let ask = ["kpi", "tree", "revenue", "--period", "2026-Q2", "--compare", "previous"];
    let whole = SITE.json(&ask);
    let factors: Vec<&str> = whole.as_array().unwrap().iter().filter_map(|row| row["factor"].as_str()).collect();
    assert_eq!(factors.len(), whole.as_array().unwrap().len(), "{whole}");
    assert_eq!(factors[..3], ["ecommerce.revenue", "core.sessions", "ecommerce.purchase_conversion"]);
    let by = SITE.json(&[&ask[..], &["--by", "channel"]].concat());
    let rows = by.as_array().unwrap();
    let rest = rows.iter().filter(|row| row["factor"].is_null());
    // An order of a session that started before the period has no session in a small channel.
    assert!(rows.len() > 10 && rest.map(|row| row["share"].as_f64().unwrap()).all(|share| share.abs() < 0.01), "{by}");
    assert_eq!(rows[0]["contribution"], whole[0]["contribution"]);
    assert_eq!(SITE.run(&["kpi", "tree", "purchase_conversion", "--period", "2026-Q2", "--by", "channel"]).code, 2);
    let table = SITE.ok(&[&ask[..], &["--locale", "fr"]].concat());
    assert!(table.contains("contribution") && table.contains("Taux de conversion"), "{table}");
    let none = SITE.run(&["kpi", "tree", "ecommerce.refund_rate"]);
    assert!(none.code == 2 && none.stderr.contains("`ecommerce.revenue`"), "{}", none.stderr);
}

/// Seconds are milliseconds divided by a number: what the groups have of them adds up.
#[test]
fn seconds_are_taken_apart_by_group() {
    let ask = ["kpi", "tree", "content.total_engaged_time", "--period", "2026-06", "--compare", "previous"];
    let whole = SMALL_SITE.json(&ask);
    let by = SMALL_SITE.json(&[&ask[..], &["--by", "content_group"]].concat());
    let rows = by.as_array().unwrap();
    assert_eq!(rows[0]["contribution"], whole[0]["contribution"]);
    let sum: i64 = rows[1..].iter().map(|row| millionths(&row["contribution"])).sum();
    assert_eq!(sum, millionths(&rows[0]["contribution"]), "{by}");
}

#[test]
fn a_target_is_met_exactly_when_its_answer_is_put_in() {
    let rows = SMALL_SITE.json(&["what-if", "ecommerce.orders", "+10%", "--period", "2026-Q2"]);
    let rows = rows.as_array().unwrap();
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
    let more = number(&rows[0], "needed") - number(&rows[0], "now");
    assert!((more - number(&rows[0], "now") * 0.1).abs() < 1e-9);
    let direct: Vec<&Value> = rows[1..].iter().filter(|row| row["depth"] == 0).collect();
    let product: f64 = direct[..3].iter().map(|row| number(row, "now")).product();
    for driver in &direct[..3] {
        let put_in = product / number(driver, "now") * number(driver, "needed");
        assert!((put_in - product - more).abs() < 1e-6, "{driver}");
    }
    // A term of its own, be it 0: as many more of these do it alone.
    let apart = direct[3];
    assert_eq!(apart["driver"], "ecommerce.orders_without_session");
    assert!((number(apart, "needed") - number(apart, "now") - more).abs() < 1e-6, "{apart}");
    assert!(rows.iter().any(|row| row["driver"] == "ecommerce.cart_to_checkout" && row["depth"] == 1), "{rows:?}");
    let ran = SMALL_SITE.run(&["what-if", "ecommerce.orders", "+10%", "--period", "2026-Q2", "--locale", "fr"]);
    assert!(!ran.stdout.contains("2025-") && ran.stdout.contains("/2025"), "{}", ran.stdout);
    assert!(ran.code == 0 && ran.stderr.contains("doit passer à"), "{}", ran.stderr);
    assert!(SMALL_SITE.run(&["what-if", "ecommerce.orders", "10-20"]).code == 2);
}
