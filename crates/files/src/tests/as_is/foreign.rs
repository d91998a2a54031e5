//! What stands among files with rows.

use super::*;

fn names_and_notes(folder: &Folder, pattern: &str) -> (Vec<String>, Vec<String>) {
    let settings = FileSettings { path: pattern.to_owned(), ..folder.settings.clone() };
    let ears = Arc::new(Ears::default());
    let streams = FilesConnector::new(settings, ears.clone()).unwrap().streams().unwrap();
    let notes = ears.notes.lock().unwrap().iter().map(said).collect();
    (streams.into_iter().map(|stream| stream.name).collect(), notes)
}

#[test]
fn what_a_glob_happens_to_match_is_named_and_passed_over() {
    let folder = Folder::new("a.csv", "a,b\n1,2\n");
    for (name, content) in [
        (".DS_Store", b"\0\0\0\x01Bud1".as_slice()),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0".as_slice()),
        ("logo", b"\x89PNG\r\n\x1a\n\0".as_slice()),
        ("README.md", b"# Exports\n".as_slice()),
    ] {
        fs::write(folder.dir.path().join(name), content).unwrap();
    }
    let (names, notes) = names_and_notes(&folder, "*");
    assert_eq!(names, ["a.csv"]);
    assert_eq!(notes.len(), 4, "{notes:?}");
    assert!(notes.contains(&"`logo`: it is a picture, a sound or a film, and is passed over".to_owned()), "{notes:?}");
    assert_eq!(names_and_notes(&folder, "*.md").0, ["README.md"]);
    let alone = FileSettings { path: "[.TR]*".to_owned(), ..folder.settings.clone() };
    let error = FilesConnector::new(alone, Arc::<Ears>::default()).unwrap().streams().unwrap_err();
    assert!(told(&error).contains("only files without rows, such as `.DS_Store`"), "{}", told(&error));
}

#[test]
fn a_picture_in_a_zip_archive_is_passed_over_too() {
    let folder = Folder::new("a.zip", zip(&[("a.csv", "a,b\n1,2\n"), ("logo.png", "x")]));
    let (names, notes) = names_and_notes(&folder, "a.zip");
    assert_eq!((names.len(), notes.len()), (1, 1));
    assert!(notes[0].contains("`a.zip#logo.png`"), "{notes:?}");
}

#[test]
fn what_was_named_and_has_no_rows_is_an_error_that_says_what_it_is() {
    let error = |name: &str, content: &[u8]| Folder::new(name, content).error();
    assert!(error("logo.png", b"\x89PNG\r\n\x1a\n\0\0").contains("a picture"));
    assert!(error("orders.csv", b"<!DOCTYPE html>\n<html lang=\"en\">\n").contains("a web page"));
    assert!(error("orders.csv", b"PK\x03\x04\x14\0\x06\0").contains("end in `.zip` or `.xlsx`"));
    assert!(error("orders.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0").contains("save it as `.xlsx`"));
}
