//! Bad input: nothing is loaded, or the row is in rejects; the message says what, where and what next.

use crate::support::{Ran, Workspace};

const HEAD: &str = "[workspace]\nname = \"shop\"\ntimezone = \"Europe/Paris\"\n";
const SELECT: &str = "SELECT 'purchase' AS event_name, at AS event_time, who AS visitor_id, amount AS value FROM raw";

/// A workspace whose only source reads `in/*` with `select` and `more` settings.
fn shop(select: &str, more: &str) -> Workspace {
    Workspace::new(&format!(
        "{HEAD}\n[[source]]\nname = \"in\"\npath = \"in/*\"\n{more}\nselect = \"\"\"{select}\"\"\"\n"
    ))
}

/// The load of one csv file.
fn load(csv: &str, more: &str) -> (Workspace, Ran) {
    let shop = shop(SELECT, more);
    shop.write("in/a.csv", csv);
    let ran = shop.run(&["load"]);
    (shop, ran)
}

fn says(ran: &Ran, code: i32, words: &[&str]) {
    // A long message is broken over lines.
    let said = ran.stderr.replace("\n  │ ", " ");
    assert_eq!(ran.code, code, "{said}");
    for word in words {
        assert!(said.contains(word), "no {word:?} in:\n{said}");
    }
}

/// The one reject, as line, column, value and reason.
fn reject(shop: &Workspace) -> (i64, String, String, String) {
    let rejects = shop.json(&["sql", "SELECT source_name, stream, line, column_name, value, reason FROM rejects"]);
    assert_eq!(rejects.as_array().unwrap().len(), 1, "{rejects}");
    let text = |key: &str| rejects[0][key].as_str().unwrap_or_default().to_owned();
    assert_eq!([text("source_name"), text("stream")], ["in", "in/a.csv"]);
    (rejects[0]["line"].as_i64().unwrap(), text("column_name"), text("value"), text("reason"))
}

fn events(shop: &Workspace) -> String {
    shop.sql("SELECT count(*) FROM events")
}

#[test]
fn an_unknown_column_in_select() {
    let shop = shop("SELECT amont AS value FROM raw", "");
    shop.write("in/a.csv", "at,who,amount\n2026-01-01,a,1\n");
    says(
        &shop.run(&["load"]),
        2,
        &["`select` of source `in` over `in/a.csv`", "no column `amont`", "did you mean `amount`?"],
    );
    assert_eq!(events(&shop), "0");
}

#[test]
fn an_unknown_column_of_the_table() {
    let shop = shop("SELECT 'x' AS event_nam, at AS event_time, who AS visitor_id FROM raw", "");
    shop.write("in/a.csv", "at,who\n2026-01-01,a\n");
    says(&shop.run(&["load"]), 2, &["the table `events` has no column `event_nam`: did you mean `event_name`?"]);
}

#[test]
fn a_select_that_is_not_one_query() {
    let shop = shop("DELETE FROM raw", "");
    shop.write("in/a.csv", "at,who\n2026-01-01,a\n");
    says(&shop.run(&["load"]), 2, &["`select` must be one SELECT"]);
}

#[test]
fn a_malformed_jauge_toml() {
    let shop = Workspace::new("[workspace]\nname = \"shop\"\ntimezone = Europe/Paris\n");
    says(&shop.run(&["load"]), 2, &["jauge.toml:3:12:", "timezone = Europe/Paris"]);
}

#[test]
fn an_unknown_key_in_jauge_toml() {
    let shop = Workspace::new("[workspace]\nname = \"shop\"\ntimezon = \"UTC\"\n");
    says(&shop.run(&["load"]), 2, &["jauge.toml:3:1:", "unknown key `timezon`: did you mean `timezone`?"]);
}

#[test]
fn an_unknown_time_zone() {
    let shop = Workspace::new("[workspace]\nname = \"shop\"\ntimezone = \"Europe/Pari\"\n");
    says(&shop.run(&["load"]), 2, &["jauge.toml:3:1:", "Europe/Paris"]);
}

#[test]
fn a_table_that_nobody_declares() {
    let shop = Workspace::new(&format!("{HEAD}[[source]]\nname = \"in\"\npath = \"x\"\ninto = \"event\"\n"));
    says(&shop.run(&["load"]), 2, &["the table `event`, which nobody declares: did you mean `events`?"]);
}

#[test]
fn a_truncated_gzip() {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let rows: String =
        (0..5000).map(|row| format!("2026-01-01 10:00:{:02},v{row},{}.50\n", row % 60, row * 7919 % 1000)).collect();
    packed.write_all(format!("at,who,amount\n{rows}").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let shop = shop(SELECT, "");
    shop.write("in/a.csv.gz", &packed[..packed.len() / 2]);
    says(&shop.run(&["load"]), 4, &["in/a.csv.gz", "the file is truncated", "fetch the file again"]);
    assert_eq!(events(&shop), "0");
}

#[test]
fn a_wrong_encoding() {
    let shop = shop(SELECT, "");
    shop.write("in/a.csv", b"at,who,amount\n2026-01-01,Ren\xe9,1\n");
    says(&shop.run(&["load"]), 4, &["in/a.csv", "line 2", "it reads `René`", "encoding = \"windows-1252\""]);
    let config = std::fs::read_to_string(shop.path().join("jauge.toml")).unwrap();
    shop.write("jauge.toml", config.replace("path =", "encoding = \"windows-1252\"\npath ="));
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT visitor_id FROM events"), "René");
}

#[test]
fn ragged_rows() {
    let (shop, ran) = load("at,who,amount\n2026-01-01,a,1\n2026-01-02,b\n2026-01-03,c,3\n", "");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(events(&shop), "2");
    let (line, _, value, reason) = reject(&shop);
    assert_eq!((line, value.as_str()), (3, "2026-01-02,b"));
    assert!(reason.contains('2') && reason.contains('3'), "{reason}");
}

#[test]
fn an_impossible_date() {
    let (shop, ran) = load("at,who,amount\n2026-02-30,a,1\n2026-01-02,b,2\n", "");
    says(&ran, 0, &["rejected in/a.csv:2: `at` \"2026-02-30\""]);
    assert_eq!((events(&shop), reject(&shop).0), ("1".to_owned(), 2));
}

#[test]
fn an_ambiguous_date() {
    let (shop, ran) = load("at,who,amount\n03/04/2026,a,1\n", "");
    says(&ran, 4, &["dates in the column `at` may be day/month or month/day", "dates = \"day first\""]);
    assert_eq!(events(&shop), "0");
    let (shop, _) = load("at,who,amount\n03/04/2026,a,1\n", "dates = \"day first\"");
    assert_eq!(shop.sql("SELECT event_time FROM events"), "2026-04-02T22:00:00Z");
}

#[test]
fn a_local_time_in_the_gap_and_one_that_occurs_twice() {
    let (shop, ran) = load("at,who,amount\n2026-03-29 02:30:00,a,1\n2026-10-25 02:30:00,b,2\n", "");
    says(&ran, 0, &["02:30", "does not exist in Europe/Paris"]);
    assert_eq!(shop.sql("SELECT event_time FROM events"), "2026-10-25T00:30:00Z", "the earlier of the two");
}

#[test]
fn an_amount_too_large_or_not_a_number() {
    let (shop, ran) = load("at,who,amount\n2026-01-01,a,123456789012345\n2026-01-01,b,1e3\n", "");
    says(&ran, 0, &["too large: at most 14 digits stand before the decimal mark"]);
    assert_eq!(shop.sql("SELECT value FROM events"), "1000.0");
    let (shop, _) = load("at,who,amount\n2026-01-01,a,12 €\n2026-01-01,b,7\n", "");
    let (line, column, value, reason) = reject(&shop);
    assert_eq!((line, column.as_str(), value.as_str()), (2, "amount", "12 €"));
    assert!(reason.contains('€'), "{reason}");
}

#[test]
fn a_row_without_a_visitor() {
    let (shop, ran) = load("at,who,amount\n2026-01-01,,1\n2026-01-01,b,2\n", "");
    says(&ran, 0, &["in/a.csv:2", "a row needs a `visitor_id`", "coalesce"]);
    assert_eq!(events(&shop), "1");
}

#[test]
fn one_id_with_two_contents() {
    let shop = shop("SELECT id AS event_id, 'x' AS event_name, at AS event_time, who AS visitor_id FROM raw", "");
    shop.write("in/a.csv", "id,at,who\n1,2026-01-01,a\n1,2026-05-01,b\n2,2026-01-01,c\n2,2026-01-01,c\n");
    let ran = shop.run(&["load", "--format", "json"]);
    says(&ran, 0, &["conflict", "`event_id` \"1\""]);
    let row: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!([&row[0]["new"], &row[0]["duplicate"], &row[0]["rejected"]], [2, 1, 1]);
}

#[test]
fn strict_loads_all_or_nothing() {
    let shop = shop(SELECT, "");
    shop.write("in/a.csv", "at,who,amount\n2026-02-30,a,1\n2026-01-02,b,2\n");
    says(&shop.run(&["load", "--strict"]), 1, &["1 row rejected", "--strict", "2026-02-30"]);
    assert_eq!(events(&shop), "0");
}

#[test]
fn no_file_matches() {
    says(&shop(SELECT, "").run(&["load"]), 2, &["no file matches `in/*`", "check `path`"]);
}

#[test]
fn a_value_that_does_not_fit_a_column_found_before() {
    let shop =
        Workspace::new(&format!("{HEAD}[table.calls]\n[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"calls\"\n"));
    shop.write("in/a.csv", "id,seconds\nx,10\ny,20\n");
    shop.ok(&["load"]);
    shop.write("in/b.csv", "id,seconds\nz,ten\n");
    // The file's one row was rejected.
    says(&shop.run(&["load"]), 1, &["most rows were rejected, 1 of 1", "in/b.csv:2: `seconds` \"ten\": not a number"]);
    assert_eq!(shop.sql("SELECT sum(seconds) FROM calls"), "30");
}

#[test]
fn a_good_source_is_loaded_beside_a_bad_one() {
    let shop = Workspace::new(&format!(
        "{HEAD}\n[[source]]\nname = \"bad\"\npath = \"none/*\"\n[[source]]\nname = \"good\"\npath = \"in/*\"\nselect = \"{SELECT}\"\n"
    ));
    shop.write("in/a.csv", "at,who,amount\n2026-01-01,a,1\n");
    says(&shop.run(&["load"]), 2, &["no file matches `none/*`"]);
    assert_eq!(events(&shop), "1");
}

#[test]
fn a_file_that_is_no_table_is_not_profiled_in_its_readers_words() {
    let shop = shop(SELECT, "");
    shop.write("ragged.csv", "a,b\n1,2\n3,4,5\n").write("open.csv", "a,b\n1,\"x\n2,y\n").write("empty.csv", "");
    for file in ["ragged.csv", "open.csv", "empty.csv"] {
        let ran = shop.run(&["profile", file]);
        says(&ran, 2, &["is no table as it stands", "`jauge load --file` says which line is wrong"]);
        assert!(!ran.stderr.contains("infer_schema_length") && !ran.stderr.contains("truncate"), "{}", ran.stderr);
    }
}
