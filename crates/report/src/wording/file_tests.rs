//! What is said of files and cells as people have them, word for word.

use jauge_domain::{
    CellError, FileFault, FileNote, FilesMessage, ForeignKind, Language, LoadNote, Message, RejectReason, RejectedRow,
    SourceNote,
};

use super::Wording;

/// What is said in English and in French.
fn both(message: impl Into<Message>) -> [String; 2] {
    let message = message.into();
    [Language::En, Language::Fr].map(|language| Wording::new(language).message(&message))
}

fn noted(note: FileNote) -> [String; 2] {
    both(SourceNote::OfFiles { stream: "a.csv".to_owned(), more: 0, note })
}

fn fault(fault: FileFault) -> [String; 2] {
    both(FilesMessage::File { stream: "a.csv".to_owned(), line: Some(2), fault })
}

#[test]
fn a_file_without_rows_is_said_to_be_what_it_is() {
    let passed = noted(FileNote::PassedOver { kind: ForeignKind::Hidden });
    assert_eq!(passed[0], "`a.csv`: it is hidden or left behind by a program, and is passed over");
    assert_eq!(passed[1], "`a.csv` : c'est un fichier caché ou laissé par un programme, laissé de côté");
    let page = fault(FileFault::Foreign { kind: ForeignKind::Page });
    assert!(page[0].ends_with(
        "it is a web page, and has no rows: fetch the export again: a sign-in or error page was saved in its place"
    ));
    assert!(page[1].starts_with("`a.csv`, ligne 2 : c'est une page web, sans lignes à lire : "), "{}", page[1]);
    let (pattern, file) = ("in/*".to_owned(), "in/.DS_Store".to_owned());
    let none = both(FilesMessage::AllForeign { pattern, file });
    assert_eq!(none[0], "`in/*` names only files without rows, such as `in/.DS_Store`: check `path`");
}

#[test]
fn what_was_found_or_not_in_a_file_names_its_setting() {
    let tables = ["a,b", "c,d"].map(str::to_owned).to_vec();
    let several = noted(FileNote::SeveralTables { tables });
    assert_eq!(several[0], "`a.csv`: it looks like several tables and is read as one; `table` chooses: `a,b`, `c,d`");
    assert!(noted(FileNote::QuotesAreLetters).iter().all(|said| said.contains("`quote`")));
    assert!(noted(FileNote::NothingToFill { column: "X".to_owned() }).iter().all(|said| said.contains("`fill_down`")));
    let not_utf8 = fault(FileFault::NotUtf8 { byte: 3, reads: "Prénom".to_owned() });
    assert_eq!(
        not_utf8[0],
        "`a.csv`, line 2: byte 3 of the line is not UTF-8; as windows-1252 it reads `Prénom`: if that is right, set \
         `encoding = \"windows-1252\"`, else the encoding it was written in"
    );
    assert!(not_utf8[1].contains("on y lit `Prénom`") && not_utf8[1].contains("`encoding = \"windows-1252\"`"));
    for said in both(RejectReason::AfterQuote { backslash: true }) {
        assert!(said.contains(r#"`escape = "\\"`"#), "{said}");
    }
    for said in both(RejectReason::AfterQuote { backslash: false }) {
        assert!(said.contains(r#"`quote = """#), "{said}");
    }
}

#[test]
fn a_cell_that_is_not_read_says_what_it_looks_like_and_what_reads_it() {
    for (error, cure) in [
        (CellError::Percentage, "`percent = \"ratio\"`"),
        (CellError::Limit, "`nulls = [\"< 10%\"]`"),
        (CellError::LengthOfTime, "split_part(\"Time\", ':', 1)"),
        (CellError::ExcelDay, "`DATE '1899-12-30' + CAST(\"Day\" AS INT)`"),
    ] {
        assert!(both(error.clone()).iter().all(|said| said.contains(cure)), "{error:?}");
    }
}

#[test]
fn where_most_rows_fail_the_likely_cause_is_said_with_its_place() {
    let cause = RejectedRow {
        stream: "a.csv".to_owned(),
        line: Some(2),
        column: Some("n".to_owned()),
        value: Some("x".to_owned()),
        why: Box::new(CellError::NotANumber.into()),
    };
    let (source, cause) = ("in".to_owned(), Some(Box::new(cause)));
    let note = LoadNote::MostRejected { source, rejected: 3, read: 4, cause, whole: true, once: false };
    let said = both(note);
    assert_eq!(said[0], "in: most rows were rejected, 3 of 4; the likely cause: a.csv:2: `n` \"x\": not a number");
    assert_eq!(
        said[1],
        "in : la plupart des lignes sont rejetées, 3 sur 4 ; la cause probable : a.csv:2: `n` \"x\" : pas un nombre"
    );
}
