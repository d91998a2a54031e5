//! Several tables in one csv file, and cells that stand for those below.

use super::*;

const REPORT: &str =
    "# Report\n# Start: 1\nNth day,Users\n0,5\n1,6\n\n# Start: 2\nNth day,New users\n0,\"3\n4\"\n1,7\n";

#[test]
fn one_of_several_tables_is_read_by_its_names_or_its_number() {
    let folder = Folder::new("a.csv", REPORT).set("table = 'Nth day,New users'\ncolumns = ['#table']");
    let read = folder.read();
    assert_eq!(read.names, ["Nth day", "New users", "#preamble", "#table", "#line"]);
    let rows = ["9:0|3\n4|# Start: 2|Nth day,New users", "11:1|7|# Start: 2|Nth day,New users"];
    assert_eq!(read.short(), rows);
    assert!(read.rejects.is_empty());
    let first = folder.set("table = 1");
    assert_eq!(first.read().short(), ["4:0|5|# Report\n# Start: 1", "5:1|6|# Report\n# Start: 1"]);
    let error = first.set("table = 'Views'").error();
    assert!(error.contains("no table `Views`") && error.contains("`Nth day,Users`, `Nth day,New users`"), "{error}");
}

#[test]
fn a_table_that_grew_is_read_on() {
    let folder = Folder::new("a.csv", REPORT).set("table = 2");
    let before = REPORT.find("1,7").unwrap() as u64;
    assert_eq!(folder.read_after(before).unwrap().short(), ["11:1|7|# Start: 2"]);
    assert_eq!(folder.read_after(REPORT.find("0,5").unwrap() as u64).unwrap().rows.len(), 2);
    assert!(folder.read_after(REPORT.len() as u64).unwrap().rows.is_empty());
    assert!(folder.set("table = 1").read_after(before).unwrap().rows.is_empty());
}

#[test]
fn several_tables_that_nobody_chose_from_are_named() {
    let read = Folder::new("a.csv", REPORT).read();
    let note = read.notes.iter().find(|note| note.contains("several tables")).unwrap();
    assert!(note.contains("`Nth day,Users`, `Nth day,New users`"), "{note}");
}
