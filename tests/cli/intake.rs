//! What comes in is neither lost nor doubled, however it comes: half lines, times of no calendar, one visitor who fills a
//! table, bad lines without number.

use std::fmt::Write;

use crate::support::{Ran, Workspace};

const HEAD: &str = "event_time,event_name,visitor_id,value\n";

/// A workspace whose only source reads `path`, with `more` settings.
fn site(path: &str, more: &str) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"site\"\ntimezone = \"UTC\"\n[[source]]\nname = \"in\"\npath = \"{path}\"\n{more}\n"
    ))
}

fn values(site: &Workspace) -> String {
    site.sql("SELECT string_agg(visitor_id || ' ' || value, ', ' ORDER BY visitor_id) FROM events")
}

fn with_memory(site: &Workspace, mebibytes: &str, args: &[&str]) -> Ran {
    Ran::from(site.command(args).env("JAUGE_MEMORY", mebibytes).output().unwrap())
}

#[test]
fn a_line_that_is_still_being_written_waits_for_its_rest() {
    for more in ["", "repeats = \"disjoint\"", "repeats = \"disjoint\"\nformat = \"csv\""] {
        let site = site("in/*", more);
        let half = format!("{HEAD}2026-01-05 10:00:00,purchase,anna,12");
        site.write("in/a.csv", &half);
        let ran = site.run(&["load"]);
        assert!(ran.code == 0 && ran.stderr.contains("waits for the next load"), "{}", ran.stderr);
        assert_eq!(site.sql("SELECT count(*) FROM events"), "0");
        site.write("in/a.csv", format!("{half}99.00\n2026-01-05 10:05:00,purchase,ben,1\n"));
        site.ok(&["load"]);
        assert_eq!(values(&site), "anna 1299.0000, ben 1.0000", "{more}");
    }
}

#[test]
fn a_row_within_an_open_quote_waits_for_its_rest() {
    let site = site("in/*", "repeats = \"disjoint\"");
    let half = format!("{HEAD}2026-01-05 10:00:00,purchase,anna,1\n2026-01-05 10:00:00,purchase,\"ben\n");
    site.write("in/a.csv", &half);
    let ran = site.run(&["load"]);
    assert!(ran.stderr.contains("line 3 opens a quote"), "{}", ran.stderr);
    site.write("in/a.csv", format!("{half}jamin\",2\n"));
    site.ok(&["load"]);
    assert_eq!(values(&site), "anna 1.0000, ben\njamin 2.0000");
    assert_eq!(site.sql("SELECT count(*) FROM rejects"), "0");
}

#[test]
fn a_last_line_is_taken_as_it_is_once_nobody_writes() {
    let site = site("in/*", "repeats = \"disjoint\"");
    let half = format!("{HEAD}2026-01-05 10:00:00,purchase,anna,12");
    site.write("in/a.csv", &half);
    site.ok(&["load", "--final"]);
    assert_eq!(values(&site), "anna 12.0000");
    for args in [["load"].as_slice(), &["load", "--final"], &["load", "--rehash"]] {
        let ran = site.run(args);
        assert!(ran.code == 0 && ran.stderr.contains("nothing new"), "{args:?}: {}", ran.stderr);
    }
    // Somebody did write: the rest of the line cannot be read, and what comes behind it can.
    site.write("in/a.csv", format!("{half}99.00\n2026-01-05 10:05:00,purchase,ben,1\n"));
    site.run(&["load"]);
    assert_eq!(values(&site), "anna 12.0000, ben 1.0000");
    assert!(site.sql("SELECT reason FROM rejects").contains("the rest of a line"));
}

#[test]
fn a_whole_json_object_needs_no_line_end() {
    let site = site("in/*", "repeats = \"disjoint\"");
    let line = |who: &str| {
        format!("{{\"event_time\":\"2026-01-05T10:00:00Z\",\"event_name\":\"x\",\"visitor_id\":\"{who}\",\"value\":1}}")
    };
    site.write("in/a.ndjson", line("anna"));
    site.ok(&["load"]);
    assert_eq!(values(&site), "anna 1.0000");
    site.write("in/a.ndjson", format!("{}\n{}\n{{\"event_time\":\"20", line("anna"), line("ben")));
    site.ok(&["load"]);
    assert_eq!(values(&site), "anna 1.0000, ben 1.0000");
}

#[test]
fn a_replacement_never_loses_what_no_file_holds_any_more() {
    let site = site("in/*", "repeats = \"disjoint\"");
    let rows = |who: &str| format!("{HEAD}2026-01-05 10:00:00,purchase,{who},1\n");
    site.write("in/a.csv", rows("anna")).write("in/b.csv", rows("ben"));
    site.ok(&["load"]);
    std::fs::rename(site.path().join("in/b.csv"), site.path().join("in/b.1.csv")).unwrap();
    site.ok(&["load", "--replace", "in"]);
    std::fs::remove_file(site.path().join("in/b.1.csv")).unwrap();
    let ran = site.run(&["load", "--replace", "in"]);
    assert!(ran.code == 2 && ran.stderr.contains("would be lost"), "{}", ran.stderr);
    assert_eq!(values(&site), "anna 1.0000, ben 1.0000");
}

#[test]
fn a_log_a_copy_of_it_and_a_link_to_it_are_one_file_in_one_load_too() {
    let site = site("in/*", "repeats = \"disjoint\"");
    let row = "2026-01-05 10:00:00,purchase,anna,1\n";
    // Repeats within a file are real.
    let rows = format!("{HEAD}{row}{row}");
    site.write("in/a.csv", &rows).write("in/b.csv", &rows);
    std::os::unix::fs::symlink("a.csv", site.path().join("in/current.csv")).unwrap();
    let ran = site.run(&["load"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "2");
    assert!(site.run(&["load"]).stderr.contains("nothing new"));
    assert_eq!(site.sql("SELECT count(*) FROM events"), "2");
}

/// Two links to the folder they lie in make a path of any steps: nobody walks them all.
#[test]
fn links_in_circles_below_a_pattern_are_walked_once() {
    let site = site("in/**/*.csv", "");
    site.write("in/deep/a.csv", format!("{HEAD}2026-01-05 10:00:00,purchase,anna,1\n"));
    for (to, link) in [(".", "in/one"), (".", "in/two"), ("..", "in/deep/up")] {
        std::os::unix::fs::symlink(to, site.path().join(link)).unwrap();
    }
    assert_eq!(site.json(&["load"])[0]["files"], 1);
    assert_eq!(values(&site), "anna 1.0000");
}

/// Loaded one after the other they would be, too.
#[test]
fn a_log_and_a_copy_of_its_beginning_are_read_once_in_one_load_too() {
    let site = site("in/*", "repeats = \"disjoint\"");
    let row = |who: &str| format!("2026-01-05 10:00:00,purchase,{who},1\n");
    let start = format!("{HEAD}{}", row("anna"));
    site.write("in/a.csv", &start).write("in/b.csv", format!("{start}{}", row("ben")));
    site.write("in/c.csv", format!("{start}{}{}", row("ben"), row("cleo")))
        .write("in/d.csv", format!("{HEAD}{}", row("dora")));
    let ran = site.run(&["load"]);
    let said = ran.stderr.replace("\n  │ ", " ");
    assert!(
        said.contains("`in/a.csv` is the beginning of `in/")
            && said.contains("`in/b.csv` is the beginning of `in/c.csv`"),
        "{said}"
    );
    let wanted = "anna 1.0000, ben 1.0000, cleo 1.0000, dora 1.0000";
    assert_eq!(values(&site), wanted);
    assert!(site.run(&["load"]).stderr.contains("nothing new"));
    site.ok(&["load", "--replace", "in"]);
    assert_eq!(values(&site), wanted);
    // What either is later is read on.
    site.write("in/a.csv", format!("{start}{}", row("emma")));
    site.ok(&["load"]);
    assert_eq!(values(&site), format!("{wanted}, emma 1.0000"));
}

#[test]
fn a_file_that_two_sources_read_alike_is_told() {
    let site = site("in/*", "[[source]]\nname = \"again\"\npath = \"in/a.csv\"");
    site.write("in/a.csv", format!("{HEAD}2026-01-05 10:00:00,purchase,anna,1\n"));
    let ran = site.run(&["load"]);
    let said = ran.stderr.replace("\n  │ ", " ");
    assert!(said.contains("the source `in` loaded what `in/a.csv` holds, too"), "{said}");
    // Another select of the same file is meant.
    let other = "[[source]]\nname = \"other\"\npath = \"in/a.csv\"\nselect = \"SELECT * FROM raw WHERE value > 5\"";
    let site = self::site("in/*", other);
    site.write("in/a.csv", format!("{HEAD}2026-01-05 10:00:00,purchase,anna,1\n"));
    assert!(!site.run(&["load"]).stderr.contains("count twice"));
}

#[test]
fn an_event_of_the_future_makes_no_month_complete() {
    let site = site("in/*", "");
    site.write("in/a.csv", format!("{HEAD}2026-01-05 10:00:00,page_view,anna,\n2099-01-05 10:00:00,page_view,anna,\n"));
    site.ok(&["load"]);
    let ran = site.run(&["ask", "events", "--period", "2026-02", "--format", "json"]);
    let answers: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!((&answers[0]["complete"], &answers[0]["value"]), (&false.into(), &serde_json::Value::Null), "{answers}");
    assert!(site.sql("SELECT max(reached) FROM loads").starts_with("2026-01-05"));
}

#[test]
fn an_event_is_found_behind_a_thousand_names() {
    let site = site("in/*", "");
    let config = std::fs::read_to_string(site.path().join("jauge.toml")).unwrap();
    site.write("jauge.toml", config.replacen("\n", "\npacks = [\"ecommerce\"]\ncurrency = \"EUR\"\n", 1));
    let mut csv = HEAD.to_owned();
    (0..1200).for_each(|nth| writeln!(csv, "2026-01-05 09:00:00,junk{nth},bot,").unwrap());
    csv.push_str("2026-01-05 10:00:00,page_view,anna,\n2026-01-05 10:01:00,purchase,anna,10\n");
    site.write("in/a.csv", csv);
    site.ok(&["load"]);
    let answers = site.json(&["ask", "revenue", "sessions", "page_views", "--period", "all"]);
    let value = |nth: usize| answers[nth]["value"].to_string().trim_matches('"').parse::<f64>().unwrap_or(0.0);
    assert!((0..3).all(|nth| value(nth) > 0.0), "{answers}");
}

/// Under memory in proportion: 200,000 events are to 320 MiB what these are to 64.
#[test]
fn one_visitor_who_fills_a_table_hinders_nobody() {
    let site = site("in/*", "");
    let mut csv = "event_time,event_name,visitor_id,page_location\n".to_owned();
    for nth in 0..40_000 {
        let (day, hour, minute, second) =
            (1 + nth * 20 / 86_400, nth * 20 / 3600 % 24, nth * 20 / 60 % 60, nth * 20 % 60);
        let page = nth % 50;
        writeln!(csv, "2026-01-{day:02} {hour:02}:{minute:02}:{second:02},page_view,bot,https://x.example/{page}")
            .unwrap();
    }
    site.write("in/a.csv", csv);
    let ran = with_memory(&site, "64", &["load"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(site.sql("SELECT sum(events) FROM sessions"), "40000");
    assert_eq!(site.sql("SELECT count(*) FROM hits WHERE is_exit"), site.sql("SELECT count(*) FROM sessions"));
    let spilled = "SELECT count(*) FROM (SELECT h.event_id || n AS k, count(*) FROM hits h CROSS JOIN \
                   (VALUES ('aaaaaaaaaaaaaaaaaaaa'), ('bbbbbbbbbbbbbbbbbbbb'), ('cccccccccccccccccccc')) AS t(n) GROUP BY 1)";
    let ran = with_memory(&site, "16", &["sql", spilled]);
    assert!(ran.code == 0 && ran.stderr.contains("rows were put on disk"), "{} {}", ran.stdout, ran.stderr);
}

#[test]
fn bad_lines_without_number_are_counted_and_some_are_kept() {
    let site = site("in/*", "");
    site.write("in/a.csv", format!("{HEAD}2026-01-05 10:00:00,page_view,anna,\n{}", "x\n".repeat(30_000)));
    let ran = site.run(&["load", "--format", "json"]);
    let summary: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(summary[0]["rejected"], 30_000);
    assert!(ran.stderr.contains("30000 rejects, of which the first 10000 are kept"), "{}", ran.stderr);
    assert_eq!(site.sql("SELECT count(*) FROM rejects"), "10000");
}

#[test]
fn equal_bad_elements_of_one_line_are_all_counted() {
    let site = site("in/*", "");
    let element =
        "{\"event_time\":\"2026-01-05T10:00:00Z\",\"event_name\":\"x\",\"visitor_id\":\"v\",\"value\":\"much\"}";
    site.write("in/a.json", format!("[{}]", [element; 5].join(",")));
    let ran = site.run(&["load", "--format", "json"]);
    let summary: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&summary[0]["read"], &summary[0]["rejected"]), (&5.into(), &5.into()));
}

#[test]
fn columns_and_nesting_without_end_are_errors() {
    let site = site("in/*", "select = \"SELECT c1 AS visitor_id, c2 AS event_name, c3 AS event_time FROM raw\"");
    let names: Vec<String> = (0..150_000).map(|nth| format!("c{nth}")).collect();
    site.write("in/a.csv", format!("{}\n{}\n", names.join(","), ",".repeat(149_999)));
    let ran = site.run(&["load"]);
    assert!(ran.code == 4 && ran.stderr.contains("columns, and at most 4096"), "{}", ran.stderr);
    let ran = site.run(&["sql", &format!("SELECT {}1", "1 + ".repeat(20_000))]);
    assert!(ran.code == 2 && ran.stderr.contains("nests more than"), "{}", ran.stderr);
}

#[test]
fn files_that_look_as_they_did_are_not_read_again() {
    let site = site("in/*", "");
    site.write("in/a.csv", format!("{HEAD}2026-01-05 10:00:00,page_view,anna,\n"));
    // A file that changed in this moment may change again within one tick of the file system's clock.
    std::thread::sleep(std::time::Duration::from_secs(4));
    site.ok(&["load"]);
    let looks = std::fs::read_to_string(site.path().join(".jauge/files.json")).unwrap();
    assert!(looks.contains("a.csv"), "{looks}");
    for args in [["load"].as_slice(), &["load", "--rehash"]] {
        assert!(site.run(args).stderr.contains("nothing new"), "{args:?}");
    }
    site.write("in/a.csv", format!("{HEAD}2026-01-05 10:00:00,page_view,anne,\n"));
    site.ok(&["load"]);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "2");
}

#[test]
fn a_file_of_no_bytes_is_nothing_to_read_and_holds_up_no_other() {
    let site = site("in/*", "");
    site.write("in/a.csv", "").write("in/b", "").write("in/c.csv", HEAD).write("in/d.ndjson", "");
    site.write("in/z.csv", format!("{HEAD}2026-01-05 10:00:00,purchase,anna,1\n"));
    for more in ["source", "load", "load"] {
        let ran = site.run(if more == "source" { &["source", "check"] } else { &["load"] });
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let said = ran.stderr.replace("\n  │ ", " ");
        assert!(said.contains("`in/a.csv` and 2 more: it is empty: there is nothing to read"), "{said}");
    }
    assert_eq!(values(&site), "anna 1.0000");
    // Once there is something in it, it is read as a new file.
    site.write("in/a.csv", format!("{HEAD}2026-01-05 10:00:00,purchase,ben,2\n"));
    let ran = site.run(&["load"]);
    assert!(ran.code == 0 && !ran.stderr.contains("changed since"), "{}", ran.stderr);
    assert_eq!(values(&site), "anna 1.0000, ben 2.0000");
}

#[test]
fn a_source_of_empty_files_alone_has_nothing_new() {
    let site = site("in/*", "into = \"things\"\n[table.things]\n");
    site.write("in/a.csv", "");
    for args in [["load"].as_slice(), &["load", "--dry-run"], &["load", "--replace", "in"], &["source", "check"]] {
        let ran = site.run(args);
        assert!(ran.code == 0 && ran.stderr.contains("it is empty"), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn files_of_one_content_are_read_once_whether_they_come_together_or_not() {
    let rows = format!("{HEAD}2026-01-05 10:00:00,purchase,anna,1\n2026-01-05 10:00:00,purchase,anna,1\n");
    for more in ["", "repeats = \"disjoint\""] {
        let site = site("in/*", more);
        site.write("in/a.csv", &rows).write("in/a (1).csv", &rows);
        assert_eq!(site.json(&["load"])[0]["files"], 1, "{more}");
        assert_eq!(values(&site), "anna 1.0000, anna 1.0000", "{more}");
        assert_eq!(site.json(&["load"])[0]["files"], 0, "{more}");
        site.ok(&["load", "--replace", "in"]);
        assert_eq!(values(&site), "anna 1.0000, anna 1.0000", "{more}");
    }
}
