//! The demo's site: what the generator knows, what Polars finds in the exports, what DuckDB answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
    sync::LazyLock,
};

use serde_json::Value;

use crate::{
    oracle::{Found, asked, every_kpi_is_among, number, same_as_polars},
    support::{Workspace, data_home, jauge},
};

/// The demo as it comes, loaded once: for what needs as many visitors as it has.
pub static SITE: LazyLock<Workspace> = LazyLock::new(|| demo(&[]));

/// The demo with a tenth of its visitors, for what needs many commands or every KPI, and no certain number.
pub static SMALL_SITE: LazyLock<Workspace> = LazyLock::new(|| demo(&["--events", "40000"]));

fn demo(options: &[&str]) -> Workspace {
    let site = Workspace::new("");
    fs::remove_file(site.path().join("jauge.toml")).unwrap();
    site.ok(&[&["demo", ".", "--quiet"][..], options].concat());
    site
}

#[test]
fn every_kpi_is_what_polars_finds_in_the_exports() {
    let found = same_as_polars(&SMALL_SITE, "oracle/ecommerce.py", &SMALL_SITE.path().join("exports"));
    every_kpi_is_among(&found, &SMALL_SITE, &["core", "ecommerce"]);
}

/// Every KPI there is, month by month: each model is scanned once, no name stands for two, and what a tag misses is said.
#[test]
fn everything_at_once() {
    let known = SMALL_SITE.json(&["kpi", "list"]);
    let ids: BTreeSet<&str> = known.as_array().unwrap().iter().map(|kpi| kpi["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), known.as_array().unwrap().len(), "a name stands for two KPIs");
    let ran = SMALL_SITE.run(&["ask", "*", "--grain", "month", "--period", "all", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let rows: Value = serde_json::from_str(&ran.stdout).unwrap();
    let answered: BTreeSet<&str> = rows.as_array().unwrap().iter().map(|row| row["kpi"].as_str().unwrap()).collect();
    // A model without any row, as of calls to action that no tag sends, has no month to answer for.
    let fed = known.as_array().unwrap().iter().filter(|kpi| kpi["available"] == true);
    let fed: BTreeSet<&str> = fed.map(|kpi| kpi["id"].as_str().unwrap()).collect();
    assert!(answered.is_superset(&fed) && answered.is_subset(&ids), "{answered:?}");
    assert!(
        rows.as_array().unwrap().len() >= 20 * answered.len(),
        "a row a KPI and month, but for the months before its data begin"
    );
    let note = "ecommerce.revenue_per_session: its parts come from sources that do not cover the same";
    assert!(ran.stderr.contains(note), "{}", ran.stderr);
    let plan = SMALL_SITE.ok(&["kpi", "explain", "*", "--grain", "month", "--period", "all"]);
    let lines: Vec<&str> = plan.lines().collect();
    // What is apart says why: a window that looks back, a subquery per entity.
    let together = lines.windows(2).filter(|pair| !pair[1].starts_with("apart because"));
    let passes: Vec<&str> = together
        .filter(|pair| pair[0].contains("one scan for ") || pair[0].contains(" scans for "))
        .map(|pair| pair[0].split(':').next().unwrap())
        .collect();
    assert_eq!(passes.iter().collect::<BTreeSet<_>>().len(), passes.len(), "{passes:?}");
    assert!(passes.len() > 15, "{passes:?}");
}

/// Shop, leads, content and support: nothing is missing of what a KPI of theirs needs.
#[test]
fn the_demo_is_of_all_four_types() {
    let listed = SMALL_SITE.json(&["kpi", "list"]);
    let listed = listed.as_array().unwrap();
    let lacking: Vec<&Value> = listed.iter().filter(|kpi| kpi["available"] != true).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    for pack in ["ecommerce.", "leads.", "content.", "support."] {
        assert!(listed.iter().any(|kpi| kpi["id"].as_str().unwrap().starts_with(pack)), "{pack}");
    }
}

/// What the generator counted while it wrote, month by month and channel by channel.
#[test]
fn the_generator_s_truth_is_what_is_answered() {
    let text = fs::read_to_string(SITE.path().join("truth.csv")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let kpis: BTreeSet<&str> = rows.iter().map(|row| row[0]).filter(|kpi| !kpi.starts_with("events.")).collect();
    let kpis: Vec<&str> = kpis.into_iter().collect();
    let months = asked(&SITE, &kpis, "month", &["--grain", "month"]);
    let has_channel = |kpi: &&str| rows.iter().any(|row| row[0] == *kpi && !row[2].is_empty());
    let told: Vec<&str> = kpis.iter().copied().filter(has_channel).collect();
    let channels = asked(&SITE, &told, "both", &["--grain", "month", "--by", "channel"]);
    let of_events = events(&SITE);
    let mut compared = 0;
    for row in &rows {
        let [kpi, month, channel, above, below] = row[..] else { panic!("{row:?}") };
        let wanted: f64 = above.parse().unwrap();
        let below: Option<f64> = below.parse().ok();
        let value = match (kpi.strip_prefix("events."), channel) {
            (Some(name), "") => of_events.get(&(name.to_owned(), month.to_owned())).copied(),
            (Some(_), _) => continue,
            (None, "") => value(&months, kpi, month),
            (None, _) => value(&channels, kpi, &format!("{month} {channel}")),
        };
        let wanted = below.map_or(wanted, |below| wanted / below);
        // Amounts are answered with four decimals.
        let close = value.is_some_and(|value| (value - wanted).abs() <= 6e-5_f64.max(1e-9 * wanted.abs()));
        assert!(close || (wanted == 0.0 && value.is_none()), "{row:?}: {value:?}, and should be {wanted}");
        compared += 1;
    }
    assert!(kpis.len() > 35 && compared > 5000, "{compared} figures of {} KPIs", kpis.len());
}

fn value(found: &Found, kpi: &str, key: &str) -> Option<f64> {
    number(&found.get(&(kpi.to_owned(), key.to_owned()))?["value"])
}

/// How many events of a name there were in a month.
fn events(site: &Workspace) -> BTreeMap<(String, String), f64> {
    let sql = "SELECT event_name, to_char(day, '%Y-%m') AS month, count(*) AS n FROM hits GROUP BY 1, 2";
    let rows = site.json(&["sql", sql]);
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| ((text(row, "event_name"), text(row, "month")), row["n"].as_f64().unwrap())).collect()
}

/// Whoever follows the demo's last lines, in either language, gets an answer each time.
#[test]
fn what_the_demo_suggests_works() {
    for locale in ["en", "fr"] {
        let site = Workspace::new("");
        fs::remove_file(site.path().join("jauge.toml")).unwrap();
        let ran = site.run(&["demo", ".", "--events", "20000", "--locale", locale]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stdout.contains("┤") && ran.stdout.contains("newsletter-q3"), "{}", ran.stdout);
        let suggested =
            ran.stderr.lines().filter_map(|line| line.strip_prefix("  jauge ")).filter(|line| *line != "sql");
        let suggested: Vec<&str> = suggested.collect();
        assert!(suggested.len() >= 6, "{}", ran.stderr);
        for line in suggested {
            let command = format!("{} {line}", jauge().display());
            let done = Command::new("sh")
                .args(["-c", &command])
                .current_dir(site.path())
                .env("XDG_DATA_HOME", data_home())
                .output()
                .unwrap();
            // What is off track or has no data says so by the exit code.
            assert!(matches!(done.status.code(), Some(0 | 1 | 3)), "{line}: {}", String::from_utf8_lossy(&done.stderr));
            assert!(!done.stdout.is_empty(), "{line} says nothing");
        }
    }
}
