//! The pack of support and information sites: hand-made edge cases.

use std::fs;

use jiff::{ToSpan, civil::date};
use serde_json::Value;

use crate::{edge, oracle::same_in_duckdb, support::Workspace};

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

/// A help desk whose export has no replies says of no ticket that it has none.
#[test]
fn tickets_without_a_reply_are_unknown_where_no_ticket_tells_of_one() {
    let site = edge();
    let alone = Workspace::new("");
    for file in ["jauge.toml", "events.csv", "shop_orders.csv"] {
        fs::copy(site.path().join(file), alone.path().join(file)).unwrap();
    }
    alone.write("tickets.csv", "ticket_id,created_at\nt1,2026-03-02T12:00:00Z\nt2,2026-03-28T12:00:00Z\n");
    alone.ok(&["load", "--quiet"]);
    let asked = alone.run(&["ask", "support.unanswered", "--period", "2026-03", "--format", "json", "-q"]);
    let rows: Value = serde_json::from_str(&asked.stdout).unwrap_or_default();
    assert!(rows[0]["value"].is_null() && asked.stdout.contains("first_reply_at"), "{}{}", asked.stdout, asked.stderr);
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

/// What the desk knows reaches as far as any row of it, also one that is no ticket.
#[test]
fn a_last_day_with_spam_alone_has_the_backlog_of_the_day_before() {
    let config = "[workspace]\nname = \"desk\"\npacks = [\"support\"]\n\
                  [[source]]\nname = \"desk\"\npath = \"tickets.csv\"\ninto = \"tickets\"\n";
    let desk = Workspace::new(config);
    let tickets = "ticket_id,created_at,solved_at,status\nt1,2026-03-02T12:00:00Z,,open\n\
                   t2,2026-03-03T12:00:00Z,2026-03-04T12:00:00Z,closed\nt3,2026-03-06T12:00:00Z,,spam\n";
    desk.write("tickets.csv", tickets);
    desk.ok(&["load", "--quiet"]);
    assert_eq!(value(&desk, "support.backlog --period 2026-03-05"), Some(1.0));
    assert_eq!(value(&desk, "support.backlog --period 2026-03-06"), Some(1.0));
    assert_eq!(value(&desk, "support.backlog_age --period 2026-03-06"), Some(4.0));
}

/// The tag goes on and the desk's export ended: days without tickets that nobody knows of achieve nothing.
#[test]
fn days_that_the_desk_does_not_reach_achieve_no_objective() {
    let config = "[workspace]\nname = \"site\"\npacks = [\"support\"]\n\
                  [[source]]\nname = \"tag\"\npath = \"events.csv\"\ninto = \"events\"\n\
                  [[source]]\nname = \"desk\"\npath = \"tickets.csv\"\ninto = \"tickets\"\n";
    let (mut events, mut tickets) = (String::new(), String::new());
    for day in date(2026, 3, 1).series(1.day()).take(61) {
        events += &format!("{day}T10:00:00Z,page_view,a,\n{day}T10:01:00Z,purchase,a,{day}\n");
        if day.month() == 3 {
            tickets += &format!("t{day},{day}T12:00:00Z\n");
        }
    }
    let objective = |kpi: &str| {
        format!("[[objective]]\nid = \"{kpi}\"\nkpi = \"support.{kpi}\"\ntarget = 50\nperiod = \"2026-04\"\n")
    };
    let site = Workspace::new(config);
    site.write("events.csv", format!("event_time,event_name,visitor_id,transaction_id\n{events}"))
        .write("tickets.csv", format!("ticket_id,created_at\n{tickets}"))
        .write("objectives/few.toml", objective("tickets_per_100_sessions") + &objective("tickets_per_100_orders"));
    site.ok(&["load", "--quiet"]);
    let ran = site.run(&["evaluate", "--as-of", "2026-05-15", "--format", "json"]);
    let judged: Value = serde_json::from_str(&ran.stdout).unwrap();
    let status: Vec<_> = judged.as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["stale", "stale"], "{judged}");
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
