//! Comparisons, asked of a workspace: days beside as many days, feasts beside their last time, cut buckets marked.

use crate::plugins::unwrapped;
use crate::support::Workspace;

/// A feast of the workspace's own.
const FEASTS: &str =
    "[fair]\nname = { en = \"Fair\", fr = \"Foire\" }\ndays = [\"2025-02-07/2025-02-09\", \"2026-02-13/2026-02-15\"]\n";

/// A page view a day from 1 January 2025 to the morning of 18 March 2026, and what `more` adds to jauge.toml.
fn site(more: &str) -> Workspace {
    let site = Workspace::new(&format!(
        "[workspace]\nname = \"site\"\ntimezone = \"Europe/Paris\"\n{more}[[source]]\nname = \"e\"\npath = \"events.csv\"\n"
    ));
    let mut events = "event_time,event_name,visitor_id\n".to_owned();
    let mut day = jiff::civil::date(2025, 1, 1);
    while day <= jiff::civil::date(2026, 3, 18) {
        events.push_str(&format!("{day}T08:00:00Z,page_view,v\n"));
        day = day.tomorrow().unwrap();
    }
    site.write("events.csv", events);
    site.write("feasts.toml", FEASTS);
    site.ok(&["load", "-q"]);
    site
}

const MARCH: [&str; 4] = ["ask", "page_views", "--period", "2026-03"];

#[test]
fn a_month_under_way_is_never_compared_with_a_whole_one() {
    let site = site("");
    let json = site.json(&[&MARCH[..], &["--compare", "previous"]].concat());
    let answer = &json[0];
    assert_eq!(
        (answer["value"].as_i64(), answer["compare"].as_i64(), answer["change"].as_f64()),
        (Some(18), Some(17), Some(0.0))
    );
    let compared = &answer["compared"];
    assert_eq!((compared["value"].as_i64(), compared["end"].as_str()), (Some(17), Some("2026-03-18T00:00:00+01:00")));
    assert_eq!(compared["with_start"], "2026-02-01T00:00:00+01:00");
    assert_eq!(compared["with_end"], "2026-02-18T00:00:00+01:00");
    let ran = site.run(&[&MARCH[..], &["--compare", "previous"]].concat());
    let said = "only completed days are compared, 2026-03-01 to 2026-03-17 with 2026-02-01 to 2026-02-17";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    let row = ran.stdout.lines().find(|line| line.starts_with("Page views")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["Page", "views", "18", "17", "17", "0.0", "%"]);
}

#[test]
fn weekdays_are_aligned_and_said_unless_dates_are_asked_for() {
    let site = site("");
    let week = ["ask", "page_views", "--period", "2026-W10", "--compare", "year"];
    let ran = site.run(&week);
    assert!(ran.stderr.contains("2026-03-02 to 2026-03-08 with 2025-03-03 to 2025-03-09"), "{}", ran.stderr);
    let dates = site.json(&[&week[..], &["--align", "date"]].concat());
    assert_eq!(dates[0]["compared"]["with_start"], "2025-03-02T00:00:00+01:00");
}

#[test]
fn other_days_and_months_of_other_lengths_are_said() {
    let site = site("");
    let other =
        ["ask", "page_views", "--period", "2026-02", "--compare-from", "2025-03-01", "--compare-to", "2025-03-31"];
    let ran = site.run(&other);
    assert!(ran.stderr.contains("(28 days)") && ran.stderr.contains("(31 days)"), "{}", ran.stderr);
    assert_eq!(site.json(&other)[0]["compare"], 31);
    // Without a last day, as many.
    assert_eq!(site.json(&other[..6])[0]["compare"], 28);
    assert_eq!(site.run(&["ask", "page_views", "--compare-to", "2025-03-31"]).code, 2);
}

#[test]
fn a_feast_stands_beside_its_last_time() {
    let site = site("[calendar]\nregion = \"fr\"\nfile = \"feasts.toml\"\n");
    let fair = ["ask", "page_views", "--grain", "day", "--period", "2026-02-13/2026-02-15", "--compare", "fair"];
    let days = site.json(&fair);
    assert_eq!(days[0]["compared"]["with_start"], "2025-02-07T00:00:00+01:00");
    assert_eq!(
        (days[0]["feasts"].to_string(), days[1]["feasts"].to_string()),
        ("[\"fair\"]".into(), "[\"fair\",\"valentine\"]".into())
    );
    let ran = site.run(&fair);
    assert!(
        ran.stderr.contains("Fair is compared with its last time") && ran.stdout.contains("Valentine's Day"),
        "{}",
        ran.stdout
    );
    let unknown = site.run(&["ask", "page_views", "--period", "2026-02", "--compare", "fayr"]);
    let said = unwrapped(&unknown.stderr);
    assert!(unknown.code == 2 && said.contains("did you mean `fair`?"), "{said}");
}

#[test]
fn a_workspace_without_feasts_and_a_region_that_has_none_are_told() {
    let bare = site("");
    let ran = bare.run(&[&MARCH[..], &["--compare", "feast"]].concat());
    assert!(ran.code == 2 && ran.stderr.contains("region = \"fr\""), "{}", ran.stderr);
    bare.write("jauge.toml", "[workspace]\nname = \"site\"\n[calendar]\nregion = \"xx\"\n");
    let ran = bare.run(&MARCH);
    let said = unwrapped(&ran.stderr);
    assert!(ran.code == 2 && said.contains("there are fr, gb"), "{said}");
}

#[test]
fn weeks_that_a_period_cuts_are_marked_in_every_format() {
    let site = site("");
    let weeks = ["ask", "page_views", "--grain", "week", "--period", "2026-02"];
    let json = site.json(&weeks);
    let cut: Vec<bool> = json.as_array().unwrap().iter().map(|answer| answer["cut"].as_bool().unwrap()).collect();
    assert_eq!(cut, [true, false, false, false, true]);
    let csv = site.ok(&[&weeks[..], &["--format", "csv"]].concat());
    assert_eq!(csv.lines().take(2).collect::<Vec<_>>(), ["week,core.page_views,complete,cut", "2026-W05,1,true,true"]);
    for format in ["table", "md"] {
        let text = site.ok(&[&weeks[..], &["--format", format]].concat());
        assert!(text.contains("2026-W05 †") && text.contains("2026-W09 †") && !text.contains("2026-W06 †"), "{text}");
        assert!(text.contains("† cut: the period begins or ends within it"), "{text}");
    }
}
