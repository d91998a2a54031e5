//! Quotes that are letters, and backslashes.

use super::*;

const LETTERS: &str = "a\tb\n\"Best\" of\t1\n\"open\t2\nx\t3\n";

#[test]
fn quotes_between_tabs_are_letters_where_only_that_makes_rows_alike() {
    let folder = Folder::new("a.tsv", LETTERS);
    let read = folder.read();
    assert_eq!(read.short(), ["2:\"Best\" of|1", "3:\"open|2", "4:x|3"]);
    assert!(
        read.rejects.is_empty() && read.notes.iter().any(|note| note.contains("taken as letters")),
        "{:?}",
        read.notes
    );
    assert_eq!(folder.connector().whole_rows(&folder.stream()).unwrap(), WholeRows { bytes: None, open: None });
    let quoted = folder.set("quote = '\"'").read();
    assert_eq!(quoted.reject_lines(), [2, 3], "what was set is believed");
}

#[test]
fn quotes_are_letters_where_that_is_set() {
    let read = Folder::new("a.csv", "a,b\n\"x,1\ny,\"2\"\n").set("quote = ''").read();
    assert_eq!(read.short(), ["2:\"x|1", "3:y|\"2\""]);
    assert_eq!(Folder::new("a.csv", "a,b\n'x,y',1\n").set("quote = \"'\"").read().short(), ["2:x,y|1"]);
}

#[test]
fn a_backslash_keeps_a_quote_from_closing_where_that_is_set_and_is_named_where_it_is_not() {
    let folder = Folder::new("a.csv", "id,name\n1,\"5\\\" screen\"\n2,b\n");
    let plain = folder.read();
    assert_eq!(plain.short(), ["3:2|b"]);
    assert!(said(&plain.rejects[0].why).contains("escape = \"\\\\\""), "{}", said(&plain.rejects[0].why));
    let folder = folder.set("escape = '\\'");
    assert_eq!(folder.read().short(), ["2:1|5\" screen", "3:2|b"]);
    let lines = "a\tb\nx\\ty\t1\\\n2\n\\N\t\\\\\n";
    let read = Folder::new("a.tsv", lines).set("quote = ''\nescape = '\\'").read();
    assert_eq!(read.short(), ["2:x\ty|1\n2", "4:~|\\"]);
}

#[test]
fn marks_that_cannot_be_are_refused() {
    for set in ["quote = 'x'", "quote = '\"\"'", "escape = 'n'", "separator = ';'\nquote = ';'"] {
        let settings: FileSettings = toml::from_str(set).unwrap();
        assert!(FilesConnector::new(settings, Arc::<Ears>::default()).is_err(), "{set}");
    }
}
