//! A real site's access log, split by a regular expression.

use std::{collections::BTreeMap, fs, io::Write, path::Path};

use crate::support::{Workspace, real_data};

/// Everything up to the status, so that all 10,000 lines match.
const SHORT: &str = r#"'^(\S+) \S+ \S+ \[([^\]]+)\] "\S+ (\S+)[^"]*" (\d+)'"#;
/// The whole of Apache's combined format: one line ends within its last quotes.
const COMBINED: &str = r#"'^(\S+) \S+ \S+ \[([^\]]+)\] "\S+ (\S+)[^"]*" (\d+) \S+ "([^"]*)" "([^"]*)"$'"#;

fn workspace() -> Workspace {
    site(SHORT, "")
}

/// A workspace over the files in logs/ whose lines match `pattern`.
fn site(pattern: &str, condition: &str) -> Workspace {
    Workspace::new(&format!(
        r##"
[workspace]
name = "site"

[[source]]
name = "log"
path = "logs/*"
format = "lines"
repeats = "disjoint"
select = '''
SELECT 'request' AS event_name, m[1] AS visitor_id, m[2] AS event_time, m[3] AS page_path, m[4] AS page_status, "#line"
FROM (SELECT "#line", regexp_match(line, {pattern}) AS m FROM raw) {condition}'''
"##
    ))
}

fn content(workspace: &Workspace) -> String {
    workspace.ok(&[
        "sql",
        "SELECT event_id, event_time, visitor_id, page_path FROM events ORDER BY 1",
        "--format",
        "csv",
    ])
}

#[test]
fn a_log_is_the_same_however_it_is_cut() {
    let Some(folder) = real_data("apache-logs") else { return };
    let text = fs::read(folder.join("access.log")).unwrap();
    let whole = workspace();
    whole.write("logs/access.log", &text);
    let row = whole.json(&["load"]);
    assert_eq!(row[0]["new"].as_i64().unwrap() + row[0]["rejected"].as_i64().unwrap(), 10_000);
    let wanted = content(&whole);

    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let cut = workspace();
    for part in [6000..10_000, 0..2500, 2500..6000] {
        cut.write(&format!("logs/{}.log", part.start), lines[part.clone()].concat());
        cut.ok(&["load"]);
    }
    assert_eq!(content(&cut), wanted);

    let growing = workspace();
    growing.write("logs/access.log", lines[..4000].concat());
    growing.ok(&["load"]);
    growing.write("logs/access.log", &text);
    let grown = growing.run(&["load"]);
    assert!(grown.stderr.contains("grew: only what was added is read"), "{}", grown.stderr);
    assert_eq!(content(&growing), wanted);

    // Rotated and compressed, it is still the same content.
    fs::remove_file(growing.path().join("logs/access.log")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&text).unwrap();
    growing.write("logs/access.log.1.gz", packed.finish().unwrap());
    assert_eq!(growing.json(&["load"])[0]["files"], 0);
    assert_eq!(content(&growing), wanted);
}

/// The log's day, hour and status, counted line by line.
fn counted(text: &[u8]) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for line in String::from_utf8_lossy(text).lines() {
        let time = line.split(['[', ']']).nth(1).unwrap();
        let (day, hour, status) = (&time[..2], &time[12..14], &line.split('"').nth(2).unwrap()[1..4]);
        *counts.entry(format!("2015-05-{day}T{hour},{status}")).or_default() += 1;
    }
    counts
}

#[test]
fn every_request_is_counted_in_its_hour_by_its_status() {
    let Some(folder) = real_data("apache-logs") else { return };
    let text = fs::read(folder.join("access.log")).unwrap();
    let site = workspace();
    site.write("logs/access.log", &text);
    site.ok(&["load"]);
    let query = "SELECT to_char(event_time, '%Y-%m-%dT%H') AS hour, page_status, count(*) AS requests \
                 FROM events GROUP BY 1, 2 ORDER BY 1, 2";
    let found = site.ok(&["sql", query, "--format", "csv"]);
    let wanted: String = counted(&text).iter().map(|(key, count)| format!("{key},{count}\n")).collect();
    assert_eq!(found.split_once('\n').unwrap().1, wanted);
    let not_found = site.run(&["ask", "core.not_found_rate", "--period", "all"]);
    assert_eq!(not_found.code, 3, "requests are not page views: {}", not_found.stderr);
    site.kpi("log.missing", "count", "SELECT count(*) FROM events WHERE page_status = 404");
    assert_eq!(site.json(&["ask", "missing", "--period", "2015-05-17/2015-05-20"])[0]["value"], 213);
}

#[test]
fn a_line_that_does_not_match_is_a_reject_by_its_number_or_left_out_by_a_condition() {
    let Some(folder) = real_data("apache-logs") else { return };
    let load = |site: &Workspace| {
        site.write("logs/access.log", fs::read(folder.join("access.log")).unwrap());
        let row = site.json(&["load"]);
        ["read", "new", "rejected"].map(|key| row[0][key].as_i64().unwrap())
    };
    let strict = site(COMBINED, "");
    assert_eq!(load(&strict), [10_000, 9_999, 1]);
    assert_eq!(strict.sql("SELECT line FROM rejects"), "8899");
    let lenient = site(COMBINED, "WHERE m IS NOT NULL");
    let [_, new, rejected] = load(&lenient);
    assert_eq!([new, rejected], [9_999, 0]);
    assert_eq!(content(&strict), content(&lenient));
}

/// What logrotate does: the file is renamed and a new one begun; later the old one is compressed and named anew.
#[test]
fn a_rotated_log_is_recognised() {
    let Some(folder) = real_data("apache-logs") else { return };
    let text = fs::read(folder.join("access.log")).unwrap();
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let whole = workspace();
    whole.write("logs/access.log", &text);
    whole.ok(&["load"]);

    let site = workspace();
    let new = |site: &Workspace| site.json(&["load"])[0]["new"].as_i64().unwrap();
    let file = |name: &str| site.path().join("logs").join(name);
    site.write("logs/access.log", lines[..3000].concat());
    assert_eq!(new(&site), 3000);
    // A few more lines are written, then it is renamed; both happen between two loads.
    fs::rename(file("access.log"), file("access.log.1")).unwrap();
    site.write("logs/access.log.1", lines[..4000].concat());
    site.write("logs/access.log", lines[4000..6000].concat());
    assert_eq!(new(&site), 3000);
    compress(&file("access.log.1"), &file("access.log.2.gz"));
    fs::rename(file("access.log"), file("access.log.1")).unwrap();
    assert_eq!(new(&site), 0);
    site.write("logs/access.log", lines[6000..].concat());
    assert_eq!(new(&site), 4000);
    assert_eq!(content(&site), content(&whole));
    assert_eq!(new(&site), 0);
}

fn compress(from: &Path, to: &Path) {
    let mut packed = flate2::write::GzEncoder::new(fs::File::create(to).unwrap(), flate2::Compression::fast());
    packed.write_all(&fs::read(from).unwrap()).unwrap();
    packed.finish().unwrap();
    fs::remove_file(from).unwrap();
}
