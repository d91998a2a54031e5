//! Zip archives that are not as they should be.

use super::*;

/// An archive of one file, with `change` made to the entry of its directory.
fn changed(change: impl Fn(&mut [u8])) -> Folder {
    let mut archive = zip(&[("a.csv", "a,b\n1,2\n")]);
    let entry = archive.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    change(&mut archive[entry..]);
    Folder::new("a.zip", archive)
}

#[test]
fn what_cannot_be_read_of_an_archive_says_why() {
    assert_eq!(changed(|_| {}).read().short(), ["2:1|2"]);
    assert!(changed(|entry| entry[8] |= 1).error().contains("encrypted"));
    assert!(changed(|entry| entry[10] = 12).error().contains("another compression than deflate"));
    assert!(changed(|entry| entry[16] ^= 1).error().contains("wrong checksum"));
    assert!(changed(|entry| entry[42] ^= 1).error().contains("damaged or cut short"));
}

#[test]
fn two_files_of_one_name_are_refused_and_names_are_utf_8() {
    let twice = Folder::new("a.zip", zip(&[("a.csv", "a,b\n1,2\n"), ("a.csv", "a,b\n3,4\n")]));
    assert!(told(&twice.connector().streams().err().unwrap()).contains("have one name"));
    let named = Folder::new("a.zip", zip(&[("café.csv", "a,b\n1,2\n")]));
    assert_eq!(named.stream().name, "a.zip#café.csv");
    assert_eq!(named.read().short(), ["2:1|2"]);
}

#[test]
fn names_may_begin_with_the_folder_itself_and_what_is_hidden_is_named() {
    let folder = Folder::new("a.zip", zip(&[("./a.csv", "a,b\n1,2\n"), (".b.csv", "a,b\n3,4\n")]));
    let ears = Arc::<Ears>::default();
    let streams = folder.heard_by(ears.clone()).streams().unwrap();
    assert_eq!(streams.iter().map(|stream| stream.name.as_str()).collect::<Vec<_>>(), ["a.zip#./a.csv"]);
    assert_eq!(folder.read().short(), ["2:1|2"]);
    let notes: Vec<String> = ears.notes.lock().unwrap().iter().map(said).collect();
    assert!(notes.len() == 1 && notes[0].contains("a.zip#.b.csv"), "{notes:?}");
}
