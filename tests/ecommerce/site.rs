//! The demo's site: what the generator knows, what Polars finds in the exports, what DuckDB answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
    sync::LazyLock,
};

use serde_json::Value;

use crate::support::{Workspace, data_home, jauge, python};

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

const EACH: [(&str, &[&str]); 3] = [("all", &[]), ("month", &["--grain", "month"]), ("channel", &["--by", "channel"])];

#[test]
fn every_kpi_is_what_polars_finds_in_the_exports() {
    same_as_polars(&SMALL_SITE, "oracle.py", &SMALL_SITE.path().join("exports"), &EACH);
}

/// Values by KPI, month or channel, as `script` computes them from `exports`, are those that are answered.
pub fn same_as_polars(site: &Workspace, script: &str, exports: &Path, each: &[(&str, &[&str])]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("ecommerce").join(script);
    let args = [script.to_str().unwrap(), exports.to_str().unwrap(), "Europe/Paris"];
    let Some(wanted) = python(&args) else { return };
    let wanted: BTreeMap<String, BTreeMap<String, BTreeMap<String, Option<f64>>>> =
        serde_json::from_str(&wanted).unwrap();
    for (kind, args) in each {
        let kpis: Vec<&str> = wanted.keys().map(String::as_str).collect();
        let found = asked(site, &kpis, kind, args);
        let mut compared = 0;
        for (kpi, by) in &wanted {
            for (key, wanted) in &by[*kind] {
                let row = found.get(&(kpi.clone(), key.clone()));
                let value = row.and_then(|row| number(&row["value"]));
                let wanted = wanted.filter(|wanted| wanted.is_finite());
                let money = row.is_some_and(|row| row["unit"] == "money");
                let same = match (wanted, value) {
                    (Some(wanted), Some(value)) => {
                        (wanted - value).abs() <= if money { 6e-5 } else { 1e-9 * wanted.abs().max(1.0) }
                    }
                    (wanted, value) => wanted.unwrap_or(0.0) == 0.0 && value.is_none(),
                };
                assert!(same, "{kpi} {kind} {key}: {value:?}, and should be {wanted:?}");
                compared += 1;
            }
        }
        for ((kpi, key), row) in &found {
            let value = number(&row["value"]).unwrap_or(0.0);
            assert!(value == 0.0 || wanted[kpi][*kind].contains_key(key), "{kpi} {kind} {key}: {value} out of nothing");
        }
        assert!(compared >= wanted.len(), "{kind}: only {compared} values");
    }
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

/// What the generator counted while it wrote, month by month and channel by channel.
#[test]
fn the_generator_s_truth_is_what_is_answered() {
    let text = fs::read_to_string(SITE.path().join("truth.csv")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let kpis: BTreeSet<&str> = rows.iter().map(|row| row[0]).filter(|kpi| !kpi.starts_with("events.")).collect();
    let kpis: Vec<&str> = kpis.into_iter().collect();
    let months = asked(&SITE, &kpis, "month", &["--grain", "month"]);
    let channels = asked(&SITE, &kpis, "both", &["--grain", "month", "--by", "channel"]);
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
    assert!(kpis.len() > 20 && compared > 3000, "{compared} figures of {} KPIs", kpis.len());
}

#[test]
fn duckdb_answers_the_same() {
    same_in_duckdb(&SMALL_SITE, 65);
}

/// The SQL of every KPI of `site`'s packs as it stands, over its models as Parquet files; `least` of them have the same total.
pub fn same_in_duckdb(site: &Workspace, least: u32) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = folder.join("ecommerce/in_duckdb.py");
    let queries = folder.join("../queries");
    let (program, site) = (jauge(), site.path().to_owned());
    let args = [&script, &program, &site, &queries].map(|path| path.to_str().unwrap());
    let Some(said) = python(&args) else { return };
    let (equal, rest) = said.split_once(" equal, ").unwrap();
    assert!(rest.starts_with("0 differ"), "{said}");
    assert!(equal.parse::<u32>().unwrap() >= least, "{said}");
}

type Found = BTreeMap<(String, String), Value>;

/// Answers by KPI and by month, channel, or both.
fn asked(site: &Workspace, kpis: &[&str], kind: &str, args: &[&str]) -> Found {
    let rows = site.json(&[&["ask"], kpis, &["--period", "all", "-q"], args].concat());
    let key = |row: &Value| {
        let month = row["start"].as_str().map(|start| start[..7].to_owned()).unwrap_or_default();
        let channel = row["by"]["channel"].as_str().unwrap_or_default().to_owned();
        match kind {
            "all" => "all".to_owned(),
            "month" => month,
            "channel" => channel,
            _ => format!("{month} {channel}"),
        }
    };
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| ((row["kpi"].as_str().unwrap().to_owned(), key(row)), row.clone())).collect()
}

fn value(found: &Found, kpi: &str, key: &str) -> Option<f64> {
    number(&found.get(&(kpi.to_owned(), key.to_owned()))?["value"])
}

/// A number, which JSON has as text where it is an exact amount.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
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
