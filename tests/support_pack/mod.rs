//! The pack of support and information sites: hand-made edge cases.

use std::fs;

use serde_json::Value;

use crate::{ecommerce::site::same_in_duckdb, edge, support::Workspace};

/// Each line of `edge/expected.md`, which says how it was worked out.
#[test]
fn each_kpi_of_a_support_site_is_what_it_was_worked_out_to_be() {
    let asked = edge::ask_each(&edge(), include_str!("edge/expected.md"));
    assert!(asked > 40, "only {asked} lines were read");
}

/// Where no ticket carries the id of a visitor who has a session, nobody can say who helped himself.
#[test]
fn self_service_is_unknown_where_no_ticket_names_a_visitor() {
    let site = edge();
    let tickets = "ticket_id,created_at\nt1,2026-03-02T12:00:00Z\nt2,2026-03-28T12:00:00Z\n";
    let alone = Workspace::new("");
    for file in ["jauge.toml", "events.csv", "shop_orders.csv"] {
        fs::copy(site.path().join(file), alone.path().join(file)).unwrap();
    }
    alone.write("tickets.csv", tickets);
    alone.ok(&["load", "--quiet"]);
    let asked = alone.run(&["ask", "support.self_service", "--period", "2026-03", "--format", "json", "-q"]);
    let rows: Value = serde_json::from_str(&asked.stdout).unwrap_or_default();
    assert!(rows[0]["kpi"] == "support.self_service" && rows[0]["value"].is_null(), "{}{}", asked.stdout, asked.stderr);
}

/// Core and the pack, by an engine that knows nothing of this one.
#[test]
fn duckdb_has_the_totals_of_a_support_site() {
    same_in_duckdb(&edge(), 60);
}

/// Every definition of the pack is well formed, and its funnel counts what its KPI counts.
#[test]
fn the_pack_is_checked_and_its_form_funnel_ends_where_the_fill_rate_does() {
    let site = edge();
    site.ok(&["kpi", "check"]);
    let steps = site.json(&["ask", "--funnel", "support.form", "--period", "2026-03"]);
    let entered: Vec<_> = steps.as_array().unwrap().iter().map(|step| step["entered"].as_u64()).collect();
    assert_eq!(entered, [Some(3), Some(2), Some(1), Some(1)]);
}

#[test]
fn tickets_are_set_beside_the_orders_that_count() {
    let site = edge();
    let orders = fs::read_to_string(site.path().join("shop_orders.csv")).unwrap();
    let with_status: String = orders.lines().skip(1).map(|order| format!("{order},paid\n")).collect();
    let cancelled = "O9,2026-03-07T14:00:00Z,30.00,cancelled\n";
    site.write("shop_orders.csv", format!("order_id,ordered_at,revenue,status\n{with_status}{cancelled}"));
    site.ok(&["load", "--quiet"]);
    assert_eq!(site.sql("SELECT count(*) FROM shop_orders"), "5");
    assert_eq!(value(&site, "support.tickets_per_100_orders --period 2026-03"), Some(175.0));
}

fn edge() -> Workspace {
    edge::workspace("support_pack/edge")
}

/// The value of the one row of an answer.
fn value(site: &Workspace, question: &str) -> Option<f64> {
    let args: Vec<&str> = ["ask"].into_iter().chain(question.split_whitespace()).collect();
    let rows = site.json(&args);
    assert_eq!(rows.as_array().unwrap().len(), 1, "{question}");
    rows[0]["value"].as_f64()
}
