//! What data and names of files say reaches no terminal, spreadsheet or page as more than a text.

use super::{load, site};

#[test]
fn escape_sequences_of_data_and_file_names_are_shown_and_not_obeyed() {
    let site = site("");
    let red = "\u{1b}[31mred\u{9b}1m\u{202e}";
    load(
        &site,
        "a",
        &format!("2026-01-05 10:00:00,page_view,{red},/,x{red}\n2026-01-05 10:00:00,page_view,{red},/,\n"),
    );
    site.write("in/b\u{1b}]0;title\u{7}.csv", format!("x{red},y\n1,2\n"));
    let select = [
        "sql",
        "SELECT visitor_id, value FROM (SELECT visitor_id, '' AS value FROM events UNION ALL SELECT value, reason FROM rejects)",
    ];
    let runs = [&["load"][..], &["source", "check"], &["source", "list"], &["doctor"]];
    let formats = ["table", "csv", "md", "json", "ndjson"].map(|format| [&select[..], &["--format", format]].concat());
    for args in runs.into_iter().chain(formats.iter().map(Vec::as_slice)) {
        let ran = site.run(args);
        let shown = ran.stdout + &ran.stderr;
        let obeyed = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202e}';
        assert!(!shown.contains(obeyed), "{args:?}: {shown:?}");
    }
    assert_eq!(site.sql("SELECT visitor_id FROM events"), red, "JSON keeps the value");
    let csv = site.ok(&["sql", "SELECT visitor_id FROM events", "--format", "csv"]);
    assert!(csv.contains("\\u{1b}[31mred"), "{csv}");
}

#[test]
fn a_spreadsheet_runs_nothing_where_that_was_asked() {
    let site = site("");
    load(&site, "a", "2026-01-05 10:00:00,page_view,=1+1,/,-5\n");
    let args = ["sql", "SELECT visitor_id, value FROM events", "--format", "csv"];
    assert_eq!(site.ok(&args), "visitor_id,value\n=1+1,-5.0000\n");
    assert_eq!(site.ok(&[&args[..], &["--safe-csv"]].concat()), "visitor_id,value\n'=1+1,-5.0000\n");
    let select = "SELECT chr(10) || '=1' AS a, ' @A1' AS b";
    assert_eq!(site.ok(&["sql", select, "--format", "csv", "--safe-csv"]), "a,b\n\"'\n=1\",' @A1\n");
    for format in ["table", "json"] {
        let ran = site.run(&["sql", "SELECT 1", "--format", format, "--safe-csv"]);
        assert!(ran.code == 2 && ran.stderr.contains("`--safe-csv` is of CSV only"), "{}", ran.stderr);
    }
}

#[test]
fn markdown_says_what_data_say_and_nothing_else() {
    let site = site("");
    load(&site, "a", "2026-01-05 10:00:00,page_view,![x](http://evil.example/x.png)<b>|,/,\n");
    let text = site.ok(&["sql", "SELECT visitor_id FROM events", "--format", "md"]);
    assert!(text.contains("!\\[x\\](http://evil.example/x.png)\\<b\\>\\|"), "{text}");
}
