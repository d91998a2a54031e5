//! The pack `content`: hand-made edge cases.

use crate::{edge, support::Workspace};

/// Each line of `edge/expected.md`, which says how it was worked out.
#[test]
fn edge_cases_are_what_they_were_worked_out_to_be() {
    let asked = edge::ask_each(&site(), include_str!("edge/expected.md"));
    assert!(asked > 60, "only {asked} lines were read");
}

/// A level is its last day's: a month is never the sum of its days, nor more for being longer.
#[test]
fn the_subscribers_of_a_month_are_those_of_its_last_day() {
    let site = site();
    let months = site.json(&[
        "ask",
        "content.subscribers",
        "--from",
        "2026-03-01",
        "--to",
        "2026-04-30",
        "--grain",
        "month",
        "-q",
    ]);
    let values: Vec<_> = months.as_array().unwrap().iter().map(|row| row["value"].as_f64()).collect();
    assert_eq!(values, [Some(2.0), Some(1.0)], "{months}");
}

/// The days of subscribers reach as far as any event, also one that counts for nothing else.
#[test]
fn a_last_day_with_a_bot_alone_has_the_subscribers_of_the_day_before() {
    let config = "[workspace]\nname = \"site\"\npacks = [\"content\"]\n\
                  [[source]]\nname = \"tag\"\npath = \"events.csv\"\ninto = \"events\"\n\
                  select = \"SELECT event_time, event_name, visitor_id, cast(bot = 'true' AS BOOLEAN) AS is_bot FROM raw\"\n";
    let site = Workspace::new(config);
    let events = "event_time,event_name,visitor_id,bot\n2026-05-01T10:00:00Z,page_view,a,\n\
                  2026-05-01T10:01:00Z,sign_up,a,\n2026-05-04T10:00:00Z,page_view,b,true\n";
    site.write("events.csv", events);
    site.ok(&["load", "--quiet"]);
    let days = site.json(&[
        "ask",
        "content.subscribers",
        "--from",
        "2026-05-01",
        "--to",
        "2026-05-04",
        "--grain",
        "day",
        "-q",
    ]);
    let values: Vec<_> = days.as_array().unwrap().iter().map(|row| row["value"].as_f64()).collect();
    assert_eq!(values, [Some(1.0); 4], "{days}");
}

/// Who reached a step reached those before it.
#[test]
fn the_funnels_count_what_the_models_count() {
    let site = site();
    let entered = |funnel: &str| {
        let steps = site.json(&["ask", "--funnel", funnel, "--period", "2026-03"]);
        steps.as_array().unwrap().iter().map(|step| step["entered"].as_u64()).collect::<Vec<_>>()
    };
    assert_eq!(entered("content.subscribe"), [Some(18), Some(4), Some(4)]);
    assert_eq!(entered("content.watch"), [Some(5), Some(4), Some(3), Some(1)]);
}

fn site() -> Workspace {
    edge::workspace("content/edge")
}
