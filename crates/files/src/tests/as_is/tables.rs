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

#[test]
fn of_many_tables_the_first_are_named_and_of_none_none() {
    let many: String = (0..50).map(|nth| format!("n{nth},m\n1,2\n\n")).collect();
    let folder = Folder::new("a.csv", many);
    let read = folder.read();
    let note = read.notes.iter().find(|note| note.contains("several tables")).unwrap();
    assert!(note.contains("`n19,m`, `…`") && !note.contains("`n20,m`"), "{note}");
    let error = folder.set("table = 'x'").error();
    assert!(error.contains("`n19,m`, `…`") && !error.contains("`n20,m`"), "{error}");
    let none = Folder::new("a.csv", "# nothing\n").set("table = 'x'").error();
    assert!(none.contains("no table `x`, nor another"), "{none}");
}

#[test]
fn blank_cells_say_what_stands_above_them() {
    let set = "fill_down = ['Campaign', 'Group', 'Zone']\ntotals = ['Total']\nnulls = ['--']";
    let content = "Campaign,Group,Cost\nA,x,1\n,,2\n,y,3\nTotal,,6\n,,7\nB,,4\n,\"\",5\n--,,6\n,,8\n";
    let folder = Folder::new("a.csv", content).set(set);
    let read = folder.read();
    let rows = ["2:A|x|1", "3:A|x|2", "4:A|y|3", "6:A|y|7", "7:B|~|4", "8:B||5", "9:~|~|6", "10:~|~|8"];
    assert_eq!(read.short(), rows);
    assert!(read.notes.iter().any(|note| note.contains("no column `Zone`")), "{:?}", read.notes);
    // What was read before is looked at once more, for what it says to the rows behind it.
    let grown = content.find(",,7").unwrap() as u64;
    assert_eq!(folder.read_after(grown).unwrap().short()[..2], ["6:A|y|7".to_owned(), "7:B|~|4".to_owned()]);
    let rows: &[&str] = &["Campaign|Cost", "A|1", "|2"];
    let sheet = Folder::new("a.xlsx", excel(&[("Costs", rows)])).set("fill_down = ['campaign']");
    assert_eq!(sheet.read().short(), ["2:A|1", "3:A|2"]);
}
