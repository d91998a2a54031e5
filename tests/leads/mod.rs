//! The pack `leads`: hand-made edge cases.

use crate::{edge, support::Workspace};

/// Each line of `edge/expected.md`, which says how it was worked out.
#[test]
fn edge_cases_are_what_they_were_worked_out_to_be() {
    let asked = edge::ask_each(&site(), include_str!("edge/expected.md"));
    assert!(asked > 70, "only {asked} lines were read");
}

/// A level is its last day's: a month is never the sum of its days, nor more for being longer.
#[test]
fn the_pipeline_of_a_month_is_that_of_its_last_day() {
    let site = site();
    let days = site.json(&["ask", "pipeline_leads", "--period", "2026-03", "--grain", "day", "-q"]);
    let months = site.json(&["ask", "pipeline_leads", "--period", "2026-Q1", "--grain", "month", "-q"]);
    let last = |rows: &serde_json::Value| rows.as_array().unwrap().last().unwrap()["value"].as_f64();
    assert_eq!((last(&days), last(&months)), (Some(4.0), Some(4.0)), "{days}\n{months}");
}

/// Who reached a step reached those before it.
#[test]
fn the_funnel_counts_what_the_model_counts() {
    let site = site();
    let steps = site.json(&["ask", "--funnel", "leads.lead", "--period", "2026-03"]);
    let entered: Vec<_> = steps.as_array().unwrap().iter().map(|step| step["entered"].as_u64()).collect();
    assert_eq!(entered, [Some(9), Some(4), Some(4), Some(3), Some(3)]);
}

/// Amounts in another currency are converted by the rate of the lead's day.
#[test]
fn a_rate_makes_one_pipeline_of_two_currencies() {
    let site = site();
    site.write("rates.csv", "date,currency,rate\n2026-01-01,USD,0.5\n2026-04-01,USD,0.9\n");
    site.ok(&["load", "--file", "rates.csv", "--into", "rates"]);
    let pipeline = site.json(&["ask", "pipeline_value", "--period", "2026-03"]);
    assert_eq!(pipeline[0]["value"], 1425.0);
}

/// Without a KPI, the headlines of what is installed are asked, and they stand first in the list.
#[test]
fn headlines_are_asked_where_no_kpi_is_named_and_listed_first() {
    let site = site();
    let ids = |rows: serde_json::Value, name: &str| {
        rows.as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let asked = ids(site.json(&["ask", "--period", "2026-03", "-q"]), "kpi");
    assert!(
        asked.contains(&"core.sessions".to_owned()) && asked.contains(&"leads.lead_conversion".to_owned()),
        "{asked:?}"
    );
    assert!(!asked.contains(&"leads.depth".to_owned()), "{asked:?}");
    let listed = ids(site.json(&["kpi", "list"]), "id");
    assert_eq!(listed[..asked.len()], asked);
}

/// Events and rows of the CRM that share no id are never added up: one of them says which leads there are.
#[test]
fn leads_are_those_of_the_crm_or_those_of_the_tag_and_never_both() {
    let config = |truth: &str| {
        format!(
            "[workspace]\nname = \"site\"\npacks = [\"leads\"]\ntimezone = \"UTC\"\ncurrency = \"EUR\"\n{truth}[[source]]\nname = \
             \"tag\"\npath = \"events.csv\"\n[[source]]\nname = \"crm\"\npath = \"crm.csv\"\ninto = \"leads\"\n"
        )
    };
    let site = Workspace::new(&config(""));
    let events = "event_time,event_name,visitor_id,transaction_id,value\n2026-01-05T10:00:00Z,generate_lead,a,l1,5\n\
                  2026-01-06T10:00:00Z,qualify_lead,a,l1,\n2026-01-06T10:00:00Z,generate_lead,b,(not set),\n\
                  2026-01-07T10:00:00Z,generate_lead,c,(not set),\n";
    let crm = "lead_id,created_at\nX-1,2026-01-05T12:00:00Z\nX-2,2026-01-31T12:00:00Z\n";
    site.write("events.csv", events).write("crm.csv", crm).ok(&["load", "-q"]);
    let asked =
        |kpi: &str| site.json(&["ask", kpi, "--from", "2026-01-05", "--to", "2026-01-07", "-q"])[0]["value"].clone();
    assert_eq!(asked("leads.leads"), 1.0);
    // What names no lead makes no two of them one.
    assert_eq!(asked("leads.tracked_leads"), 3.0);
    site.write("jauge.toml", config("[leads]\ntruth = \"crm\"\n"));
    assert_eq!(asked("leads.leads"), 1.0);
    site.write("jauge.toml", config("[leads]\ntruth = \"events\"\n"));
    assert_eq!(asked("leads.leads"), 3.0);
    assert_eq!(asked("leads.qualified_leads"), 1.0);
    site.write("jauge.toml", config("[leads]\ntruth = \"both\"\n"));
    assert_eq!(site.run(&["ask", "leads.leads"]).code, 2);
}

fn site() -> Workspace {
    edge::workspace("leads/edge")
}
