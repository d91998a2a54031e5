//! The prompt of `jauge sql` at a terminal, and its files of queries.

use std::{fs, path::Path};

use crate::support::{Workspace, jauge, python};

fn shop() -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\n\n[[source]]\nname = \"in\"\npath = \"in.csv\"\ninto = \"events\"\n",
    );
    shop.write("in.csv", "event_id,event_time,event_name,visitor_id\n1,2026-01-05 10:00:00,page_view,a\n");
    shop.ok(&["load", "--quiet"]);
    shop
}

#[test]
fn the_prompt_goes_on_over_lines_and_after_ctrl_c_and_remembers() {
    let shop = shop();
    shop.write("queries.sql", "-- of a file;\nSELECT 'from a file' AS said;\n");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli/prompt.py");
    let args = [script.to_str().unwrap(), jauge().to_str().unwrap(), shop.path().to_str().unwrap()].map(str::to_owned);
    if python(&args.each_ref().map(String::as_str)).is_none() {
        return;
    }
    let history = fs::read_to_string(shop.path().join("state/jauge/history")).unwrap();
    assert!(history.contains("SELECT 40 +") && history.contains("2 AS answer;"), "{history}");
}

#[test]
fn a_file_has_several_queries_and_ends_at_the_first_that_is_wrong() {
    let shop = shop();
    shop.write("two.sql", "SELECT 'a;b' AS x; -- the first\nSELECT count(*) AS n FROM events");
    assert_eq!(shop.ok(&["sql", "-f", "two.sql", "--format", "csv"]), "x\na;b\nn\n1\n");
    assert_eq!(shop.ok(&["sql", "--file", "two.sql"]), "x\na;b\n\nn\n1\n");
    shop.write("wrong.sql", "SELECT 1 AS one;\nSELECT nosuch FROM events;\nSELECT 2 AS two;");
    let ran = shop.run(&["sql", "-f", "wrong.sql", "--format", "csv"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, "one\n1\n"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("wrong.sql:2:8]") && ran.stderr.contains("SELECT nosuch FROM events;"),
        "{}",
        ran.stderr
    );
    let binary = shop.run(&["sql", "-f", "two.sql", "--format", "parquet"]);
    assert!(binary.code == 2 && binary.stderr.contains("hold one table"), "{}", binary.stderr);
    let none = shop.run(&["sql", "-f", "none.sql"]);
    assert!(none.code == 2 && none.stderr.contains("cannot read `none.sql`"), "{}", none.stderr);
    assert_eq!(shop.run(&["sql", "-f", "two.sql", "SELECT 1"]).code, 2);
}

#[test]
fn what_is_wrong_in_a_query_is_shown_at_its_place() {
    let shop = shop();
    // The mark's column is the place's: the line stands behind a number and a bar of equal width.
    let mark = |sql: &str, locale: &str, label: &str| {
        let ran = shop.run(&["sql", sql, "--locale", locale]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        let lines: Vec<&str> = ran.stderr.lines().collect();
        let below = lines.iter().position(|line| line.contains('▲')).unwrap_or_else(|| panic!("{}", ran.stderr));
        assert!(ran.stderr.contains(label), "{}", ran.stderr);
        let column = |line: &str, of: char| line.chars().position(|char| char == of).unwrap();
        let bar = column(lines[below - 1], '│');
        let line: String = lines[below - 1].chars().skip(bar + 2).collect();
        (line, column(lines[below], '▲') - bar - 1)
    };
    assert_eq!(mark("SELECT nosuch FROM events", "en", "here"), ("SELECT nosuch FROM events".to_owned(), 8));
    assert_eq!(mark("SELECT nosuch FROM events", "fr", "ici"), ("SELECT nosuch FROM events".to_owned(), 8));
    assert_eq!(mark("SELECT 1 FRO events x", "en", "here").1, 14);
    assert_eq!(mark("SELECT 1 FROM nosuch", "en", "here").1, 15);
    assert_eq!(mark("SELECT event_name,\n  nosuch(1)\nFROM events", "en", "here"), ("  nosuch(1)".to_owned(), 3));
    assert_eq!(mark("SELECT 1 +", "en", "here").1, 10);
}
