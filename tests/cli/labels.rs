//! What an answer says it is about.

use crate::support::Workspace;

/// A page view a day, from the first of January 2026 to the second of February.
fn site() -> Workspace {
    let site = Workspace::new(
        "[workspace]\nname = \"site\"\ntimezone = \"Europe/Paris\"\n\
         [[source]]\nname = \"e\"\npath = \"events.csv\"\n",
    );
    let days = (1..=31).map(|day| (1, day)).chain([(2, 1), (2, 2)]);
    let views = days.map(|(month, day)| format!("2026-{month:02}-{day:02}T10:00:00Z,page_view,v{}\n", day % 3));
    site.write("events.csv", format!("event_time,event_name,visitor_id\n{}", views.collect::<String>()));
    site.ok(&["load", "-q"]);
    site
}

#[test]
fn a_value_that_looks_back_is_headed_by_what_it_covers() {
    let site = site();
    let head = |args: &[&str]| site.ok(args).lines().next().unwrap_or_default().trim_end().to_owned();
    let rolling = ["ask", "core.events", "--rolling", "7d", "--period", "2026-01"];
    assert!(head(&rolling).ends_with("2026-01-25 – 2026-01-31"), "{}", head(&rolling));
    let to_date = ["ask", "core.events", "--to-date", "month", "--period", "2026-01-10"];
    assert!(head(&to_date).ends_with("2026-01-01 – 2026-01-10"), "{}", head(&to_date));
    let csv = site.ok(&[&rolling[..], &["--format", "csv"]].concat());
    assert_eq!(csv, "from,to,core.events,complete\n2026-01-25,2026-01-31,7,true\n");
    let by_day = site.ok(&[&rolling[..], &["--grain", "day", "--format", "csv"]].concat());
    assert!(by_day.starts_with("day,core.events,complete,cut\n2026-01-01,1,false,false\n"), "{by_day}");
}

#[test]
fn a_total_without_groups_is_the_answer() {
    let asked = |more: &[&str]| site().ok(&[&["ask", "core.events", "--period", "2026-01"], more].concat());
    assert_eq!(asked(&["--total"]), asked(&[]));
}

#[test]
fn a_load_is_dated_on_the_workspaces_clock_wherever_it_is_listed() {
    let site = site();
    let listed = site.ok(&["source", "list"]);
    let last =
        listed.lines().nth(1).unwrap().split("  ").map(str::trim).filter(|cell| !cell.is_empty()).last().unwrap();
    assert_eq!(last.len(), "2026-01-31 10:00".len(), "{listed}");
    let checked = site.run(&["doctor"]).stdout;
    assert!(checked.contains(&format!("the last loaded {last}")), "{last}: {checked}");
    // What programs read is an instant.
    assert!(site.json(&["source", "list"])[0]["last_load"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn rows_without_values_are_no_want_of_data() {
    let site = site();
    site.kpi("site.mean", "number", "SELECT avg(value) FROM events");
    let ran = site.run(&["ask", "site.mean", "--period", "2026-01"]);
    assert!(ran.code == 3 && ran.stdout.contains("site.mean: no value in these rows"), "{}", ran.stdout);
    assert!(!ran.stderr.contains("no data in this period"), "{}", ran.stderr);
}
