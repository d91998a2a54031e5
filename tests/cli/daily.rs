//! Days that no event tells of and a system counted: the same KPIs, never both, never visitors added up.

use crate::support::Workspace;

const HEAD: &str = "[workspace]\nname = \"site\"\ntimezone = \"Europe/Paris\"\n";
/// Sessions: one on the 5th, two on the 6th, one on the 7th, of three visitors.
const EVENTS: &str = "event_time,event_name,visitor_id,page_path\n2026-03-05 10:00:00,page_view,a,/\n2026-03-06 10:00:00,page_view,a,/\n\
                      2026-03-06 10:05:00,page_view,b,/x\n2026-03-07 10:00:00,page_view,c,/\n";
/// Four days, the 5th of which has an event, too.
const PLAUSIBLE: &str = "date,channel,sessions,engaged_sessions,page_views\n2026-03-01,Direct,10,4,20\n2026-03-01,(other),2,1,3\n\
                         2026-03-05,Direct,4,,9\n2026-03-08,Direct,7,3,12\n2026-03-09,Direct,7,3,12\n";
/// Two days, the first of which the other system, with more days, has as well; engaged sessions are not told.
const MATOMO: &str = "date,channel,sessions,page_views\n2026-03-08,Direct,9,12\n2026-03-10,Direct,3,4\n";

/// A site whose tag was there for three days only.
fn site() -> Workspace {
    let source =
        |name: &str, into: &str| format!("\n[[source]]\nname = \"{name}\"\npath = \"{name}.csv\"\ninto = \"{into}\"\n");
    let sources = source("tag", "events") + &source("plausible", "daily") + &source("matomo", "daily");
    let site = Workspace::new(&format!("{HEAD}{sources}"));
    site.write("tag.csv", EVENTS).write("plausible.csv", PLAUSIBLE).write("matomo.csv", MATOMO);
    site.ok(&["load", "--quiet"]);
    site
}

/// The values of a question of one KPI, in order.
fn values(site: &Workspace, args: &[&str]) -> Vec<Option<f64>> {
    let answers = site.json(&[&["ask"][..], args].concat());
    answers.as_array().unwrap().iter().map(|answer| answer["value"].as_f64()).collect()
}

#[test]
fn a_day_is_all_events_or_all_of_one_system() {
    let site = site();
    let march = |kpi: &str| values(&site, &[kpi, "--period", "2026-03"])[0].unwrap();
    // 12 + 7 + 7 of Plausible, 3 of Matomo, 1 + 2 + 1 out of events.
    assert_eq!(march("core.sessions"), 33.0);
    // 23 + 12 + 12, 4, and 4.
    assert_eq!(march("core.page_views"), 55.0);
    assert_eq!(march("core.engaged_sessions"), 11.0);
    // The three sessions of Matomo are in neither.
    assert!((march("core.engagement_rate") - 11.0 / 30.0).abs() < 1e-9);
    assert!((march("core.non_engaged_rate") - 19.0 / 30.0).abs() < 1e-9);
    assert!((march("core.views_per_session") - 55.0 / 33.0).abs() < 1e-9);
    // What no system tells is of events alone.
    assert_eq!([march("core.bounce_rate"), march("core.events")], [1.0, 4.0]);
    let days = values(&site, &["core.sessions", "--period", "2026-03-01/2026-03-10", "--grain", "day"]);
    let wanted = [12, 0, 0, 0, 1, 2, 1, 7, 7, 3].map(|sessions| Some(f64::from(sessions)));
    assert_eq!(days, wanted);
    let by = site.json(&["ask", "core.sessions", "--period", "2026-03", "--by", "counted_by"]);
    let by: Vec<_> =
        by.as_array().unwrap().iter().map(|row| (row["by"]["counted_by"].as_str(), row["value"].as_i64())).collect();
    assert_eq!(by, [(Some("events"), Some(4)), (Some("matomo"), Some(3)), (Some("plausible"), Some(26))]);
    // What the tag had sent, the same load takes from the system: the other days stay as they are.
    site.write("tag.csv", format!("{EVENTS}2026-03-01 10:00:00,page_view,a,/\n"));
    site.ok(&["load", "--quiet"]);
    assert_eq!(march("core.sessions"), 33.0 - 12.0 + 1.0);
}

/// What `daily` does not tell is of no value there, so that no condition on it holds: not that it differs from something either.
#[test]
fn a_filter_on_what_daily_does_not_tell_lets_no_row_of_it_through() {
    let site = site();
    let march = |kpi: &str, filter: &str| values(&site, &[kpi, "--period", "2026-03", "--where", filter])[0];
    assert_eq!(march("core.page_views", "page_path = '/x'"), Some(1.0));
    assert_eq!(march("core.page_views", "page_path <> '/x'"), Some(3.0));
    assert_eq!(march("core.sessions", "new_returning = 'new'"), Some(3.0));
    // Of Plausible's and Matomo's rows, and all that have none.
    assert_eq!(march("core.page_views", "channel = '(other)'"), Some(3.0));
    assert_eq!(march("core.page_views", "page_path IS NULL"), Some(51.0));
    let noted = |filter: &str| told(&site, &["ask", "core.page_views", "--period", "2026-03", "--where", filter]);
    let (other, path) = (noted("channel = 'Direct' AND day > '2026-03-02'"), noted("page_path = '/x'"));
    assert!(path.contains("does not tell `page_path`") && !path.contains("of `plausible`"), "{path}");
    assert!(other.contains("of `plausible`") && !other.contains("does not tell"), "{other}");
    // What asks for no value, or for something else as well, leaves none of them out.
    for filter in ["page_path IS NULL", "page_path = '/x' OR channel = 'Direct'"] {
        let told = noted(filter);
        assert!(told.contains("of `plausible`") && !told.contains("does not tell"), "{filter}: {told}");
    }
    assert!(
        !told(&site, &["ask", "core.page_views", "--period", "2026-03-06", "--where", "page_path = '/x'"])
            .contains("daily")
    );
}

/// Else the tickets of days that `daily` counts would be set beside the sessions of others.
#[test]
fn tickets_are_set_beside_the_sessions_of_the_same_days() {
    let site = site();
    let config = std::fs::read_to_string(site.path().join("jauge.toml")).unwrap();
    let config = config.replace("name = \"site\"\n", "name = \"site\"\npacks = [\"support\"]\n");
    site.write("jauge.toml", config + "\n[[source]]\nname = \"desk\"\npath = \"desk.csv\"\ninto = \"tickets\"\n");
    site.write(
        "desk.csv",
        "ticket_id,created_at\n1,2026-03-01T12:00:00Z\n2,2026-03-06T12:00:00Z\n3,2026-03-10T12:00:00Z\n",
    );
    site.ok(&["load", "--quiet"]);
    let march = |kpi: &str| values(&site, &[kpi, "--period", "2026-03"])[0].unwrap();
    assert!((march("support.tickets_per_100_sessions") - 300.0 / 33.0).abs() < 1e-9);
    assert!((march("support.contact_rate") - 3.0 / 33.0).abs() < 1e-9);
}

#[test]
fn an_objective_counts_the_days_that_are_counted() {
    let site = site();
    std::fs::create_dir_all(site.path().join("objectives")).unwrap();
    let objective = |id: &str, kpi: &str| {
        format!("[[objective]]\nid = \"{id}\"\nkpi = \"{kpi}\"\ntarget = 30\nperiod = \"2026-03-01/2026-03-08\"\n")
    };
    site.write("objectives/o.toml", objective("sessions", "core.sessions") + &objective("views", "core.page_views"));
    let judged = site.run(&["evaluate", "--as-of", "2026-03-10", "--format", "json", "-q"]);
    let judged: serde_json::Value = serde_json::from_str(&judged.stdout).unwrap();
    // 12 and 7 of Plausible, 4 out of events; 23 and 12, and 4.
    let wanted = [("sessions", 23.0, "missed"), ("views", 39.0, "achieved")];
    for (id, value, status) in wanted {
        let one = judged.as_array().unwrap().iter().find(|one| one["objective"] == id).unwrap();
        assert!(one["actual"] == value && one["status"] == status, "{one}");
    }
}

#[test]
fn visitors_of_days_are_never_added_up() {
    let site = site();
    let month = site.run(&["ask", "core.visitors", "sessions_per_visitor", "--period", "2026-03", "--format", "json"]);
    let month: serde_json::Value = serde_json::from_str(&month.stdout).unwrap();
    for answer in month.as_array().unwrap() {
        assert!(answer["value"].is_null() && answer["why"].as_str().unwrap().contains("monthly report"), "{answer}");
    }
    assert_eq!(values(&site, &["core.visitors", "--period", "2026-03-05/2026-03-07"]), [Some(3.0)]);
    // Without any event the cure is the same.
    let source = "\n[[source]]\nname = \"plausible\"\npath = \"plausible.csv\"\ninto = \"daily\"\n";
    let bare = Workspace::new(&format!("{HEAD}{source}"));
    bare.write("plausible.csv", PLAUSIBLE).ok(&["load", "--quiet"]);
    let asked = bare.run(&["ask", "core.visitors", "core.sessions", "--period", "2026-03", "--format", "json"]);
    let asked: serde_json::Value = serde_json::from_str(&asked.stdout).unwrap();
    assert!(asked[0]["why"].as_str().unwrap().contains("monthly report"), "{asked}");
    assert_eq!(asked[1]["value"], 30);
}

#[test]
fn a_day_that_was_counted_as_a_whole_has_no_hours() {
    let site = site();
    let hours = |day: &str| {
        let asked = site.run(&["ask", "core.sessions", "--period", day, "--grain", "hour", "--format", "json"]);
        let asked: serde_json::Value = serde_json::from_str(&asked.stdout).unwrap();
        asked.as_array().unwrap().iter().map(|answer| answer["value"].as_i64()).collect::<Vec<_>>()
    };
    assert_eq!(hours("2026-03-01"), [None; 24]);
    let tracked: Vec<i64> = hours("2026-03-06").into_iter().flatten().collect();
    assert_eq!((tracked.len(), tracked.iter().sum::<i64>()), (24, 2));
}

#[test]
fn who_counted_and_how_its_level_compares_is_said() {
    let site = site();
    let said = told(&site, &["ask", "core.sessions", "--period", "2026-03", "--by", "channel"]);
    assert!(said.contains("3 days") && said.contains("of `plausible` (table `daily`)"), "{said}");
    // On the 5th events have 1 of the 4 sessions of Plausible; none of Matomo's days has events.
    assert!(said.contains("events come to 25") && said.contains("no day is in events, too"), "{said}");
    assert!(said.contains("2 sessions stand in `(other)`"), "{said}");
    let tracked = told(&site, &["ask", "core.sessions", "--period", "2026-03-05/2026-03-07"]);
    assert!(!tracked.contains("daily"), "{tracked}");
    let listed = told(&site, &["kpi", "list"]);
    assert!(listed.contains("of `plausible`") && listed.contains("events come to 25"), "{listed}");
}

/// All that a run says, in one line: what is long is broken over several.
fn told(site: &Workspace, args: &[&str]) -> String {
    let ran = site.run(args);
    let words = format!("{} {}", ran.stdout, ran.stderr).replace('│', " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The plan is what it was before `daily` counted: one scan of sessions, one of hits.
#[test]
fn without_daily_nothing_of_it_is_planned() {
    let site = Workspace::new(&format!("{HEAD}\n[[source]]\nname = \"tag\"\npath = \"tag.csv\"\ninto = \"events\"\n"));
    site.write("tag.csv", EVENTS).ok(&["load", "--quiet"]);
    // A rate of key events looks at purchases, which are one event however often they are sent.
    let kpis = ["sessions", "bounce_rate", "engagement_rate", "visitors", "page_views", "core.events"];
    let plan = site.ok(&[&["kpi", "explain"][..], &kpis, &["--period", "2026-03"]].concat());
    assert!(plan.contains("traffic: one scan for") && plan.contains("traffic_hits: one scan for"), "{plan}");
    let physical = plan.lines().filter(|line| line.contains("Exec")).collect::<Vec<_>>().join("\n");
    assert!(!physical.contains("UnionExec") && !physical.contains("HashJoinExec"), "{physical}");
    assert_eq!(values(&site, &["core.sessions", "--period", "2026-03"]), [Some(4.0)]);
}
