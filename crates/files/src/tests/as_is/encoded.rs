//! Texts in encodings that nothing states.

use super::*;

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn utf_16_without_a_mark_is_read_as_what_it_is() {
    let folder = Folder::new("a.csv", utf16("id,café\r\n1,é\r\n2,€\r\n"));
    let read = folder.read();
    assert_eq!(read.names, ["id", "café", "#line"]);
    assert_eq!(read.short(), ["2:1|é", "3:2|€"]);
    assert!(read.notes.iter().any(|note| note.contains("utf-16le")), "{:?}", read.notes);
    let first = utf16("id,café\r\n1,é\r\n").len() as u64;
    assert_eq!(folder.read_after(first).unwrap().short(), ["3:2|€"]);
    assert_eq!(Folder::new("data", utf16("a;b\n1;2\n")).read().short(), ["2:1|2"]);
    assert_eq!(Folder::new("a.ndjson", utf16("{\"a\": \"é\"}\n")).read().short(), ["1:é"]);
}

#[test]
fn names_that_are_not_utf_8_are_shown_as_they_would_be_and_never_replaced() {
    let folder = Folder::new("a.csv", b"Pr\xe9nom;n\nanna;1\n");
    let error = folder.error();
    assert!(error.contains("line 1") && error.contains("as windows-1252 it reads `Prénom`"), "{error}");
    assert_eq!(folder.set("encoding = 'windows-1252'").read().names[0], "Prénom");
}

#[test]
fn a_carriage_return_alone_behind_a_name_is_refused_and_two_before_a_line_end_are_one() {
    assert!(Folder::new("a.csv", "a,b\r1,2\n3,4\n").error().contains("bare carriage return"));
    // Behind a quote, too; within quotes it is a letter.
    assert!(Folder::new("a.csv", "\"a\",\"b\"\r\"1\",\"2\"\n\"3\",\"4\"\n").error().contains("bare carriage return"));
    let quoted = Folder::new("a.csv", "\"a\rb\",c\r\n1,2\r\n").read();
    assert_eq!((quoted.names[0].as_str(), quoted.short()), ("a\rb", vec!["2:1|2".to_owned()]));
    let read = Folder::new("a.csv", "a,b\r\r\n1,2\r\r\n3,4\n").read();
    assert_eq!((read.names[1].as_str(), read.short()), ("b", vec!["2:1|2".to_owned(), "3:3|4".to_owned()]));
}

#[test]
fn an_object_that_is_not_utf_8_is_rejected_as_that() {
    let read = Folder::new("a.ndjson", b"{\"a\": \"Ren\xe9\"}\n{\"a\": \"b\"}\n").read();
    assert_eq!((read.short(), read.reject_lines()), (vec!["2:b".to_owned()], vec![1]));
    assert_eq!(*read.rejects[0].why, Message::from(RejectReason::NotUtf8 { byte: 11 }));
}
