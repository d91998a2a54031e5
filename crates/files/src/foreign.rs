//! Files that stand among those with rows and have none: what a system leaves behind, pictures, documents.
//!
//! One that a glob happens to match is named and passed over. One that was named by itself, or calls itself csv, is an
//! error that says what it is.

use std::{fs::File, io::Read, path::Path};

use jauge_domain::ForeignKind;

use super::{FileFormat, archive};

/// How many bytes tell what a file is.
const HEAD: u64 = 16;

/// What systems leave in folders under names without a dot in front.
const LEFT_BEHIND: [&str; 3] = ["thumbs.db", "desktop.ini", "icon\r"];

const PICTURES: [&str; 16] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "tif", "tiff", "heic", "mp4", "mov", "webm", "mp3", "wav",
];

const DOCUMENTS: [&str; 17] = [
    "md", "pdf", "doc", "docx", "odt", "rtf", "ppt", "pptx", "odp", "html", "htm", "toml", "lock", "sql", "sh", "py",
    "so",
];

/// How files of known kinds begin.
const HEADS: [(&[u8], ForeignKind); 10] = [
    (b"\x89PNG\r\n\x1a\n", ForeignKind::Picture),
    (b"\xff\xd8\xff", ForeignKind::Picture),
    (b"GIF87a", ForeignKind::Picture),
    (b"GIF89a", ForeignKind::Picture),
    (b"II*\0", ForeignKind::Picture),
    (b"MM\0*", ForeignKind::Picture),
    (b"%PDF-", ForeignKind::Document),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ForeignKind::OldOffice),
    (b"PK\x03\x04", ForeignKind::Archive),
    (b"SQLite format 3\0", ForeignKind::Database),
];

/// What the file `name` at `path` is, where `pattern` matches it by its wildcards and it has no rows.
pub(super) fn passed_over(name: &str, path: &Path, pattern: &str) -> Option<ForeignKind> {
    let by_name = by_name(name, pattern);
    let is_told = by_name.is_some() || !has_wildcard(pattern);
    if is_told || FileFormat::by_extension(name).is_some() || archive::is_one(name) {
        return by_name;
    }
    let mut head = Vec::new();
    // What cannot be opened is said when it is read.
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.ok().and(by_head(&head)).filter(|kind| matches!(kind, ForeignKind::Picture | ForeignKind::Document))
}

/// What a name says of a file that `pattern` matches: nothing where it names the file or its ending.
pub(super) fn by_name(name: &str, pattern: &str) -> Option<ForeignKind> {
    if !has_wildcard(pattern) {
        return None;
    }
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let is_left = LEFT_BEHIND.contains(&file.as_str()) || file.starts_with("~$");
    if is_left || name.split('/').any(|part| is_hidden(part) && !is_asked(part, pattern)) {
        return Some(ForeignKind::Hidden);
    }
    let (_, ending) = file.rsplit_once('.')?;
    match ending {
        _ if pattern.to_lowercase().ends_with(&format!(".{ending}")) => None,
        _ if PICTURES.contains(&ending) => Some(ForeignKind::Picture),
        _ if DOCUMENTS.contains(&ending) => Some(ForeignKind::Document),
        _ => None,
    }
}

/// What a file is that begins with `head`, where it is known to be none of ours.
pub(super) fn by_head(head: &[u8]) -> Option<ForeignKind> {
    let start: Vec<u8> = head.trim_ascii_start().iter().take(14).map(u8::to_ascii_lowercase).collect();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Some(ForeignKind::Page);
    }
    HEADS.into_iter().find(|(known, _)| head.starts_with(known)).map(|(_, kind)| kind)
}

fn has_wildcard(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// True for a name that shells hide: the folder itself and the one above it are called `.` and `..`.
fn is_hidden(part: &str) -> bool {
    part.starts_with('.') && ![".", ".."].contains(&part)
}

/// True where `pattern` says itself that what it names is hidden.
fn is_asked(part: &str, pattern: &str) -> bool {
    let mut asked = pattern.split('/').filter(|asked| asked.starts_with('.'));
    asked.any(|asked| glob::Pattern::new(asked).is_ok_and(|asked| asked.matches(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_glob_happens_to_match_is_told_by_its_name() {
        for name in ["in/.DS_Store", "in/Thumbs.db", "in/._a.csv", "in/~$a.xlsx", "in/.git/a.csv", ".jauge/a.parquet"] {
            assert_eq!(by_name(name, "in/*"), Some(ForeignKind::Hidden), "{name}");
        }
        assert_eq!(by_name("in/logo.PNG", "in/*"), Some(ForeignKind::Picture));
        assert_eq!(by_name("in/README.md", "**/*"), Some(ForeignKind::Document));
        for (name, pattern) in [
            ("in/a.csv", "in/*"),
            ("in/a", "in/*"),
            ("in/a.b.1", "in/*"),
            ("../exports/a.csv", "../exports/*"),
            ("./a.csv", "**"),
            ("/home/me/.cache/a.csv", "/home/me/.cache/*.csv"),
            (".hidden.csv", ".*.csv"),
            ("in/logo.png", "in/logo.png"),
            ("in/notes.md", "in/*.md"),
        ] {
            assert_eq!(by_name(name, pattern), None, "{name}");
        }
    }

    #[test]
    fn a_file_is_told_by_how_it_begins() {
        assert_eq!(by_head(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Some(ForeignKind::Picture));
        assert_eq!(by_head(b"%PDF-1.7\n"), Some(ForeignKind::Document));
        assert_eq!(by_head(b"\n <!DOCTYPE html>\n<html>"), Some(ForeignKind::Page));
        assert_eq!(by_head(b"PK\x03\x04\x14\0"), Some(ForeignKind::Archive));
        for rows in [b"".as_slice(), b"a,b\n1,2\n", b"{\"a\":1}", b"PAR1", b"ARROW1\0\0", b"PK,name\n"] {
            assert_eq!(by_head(rows), None, "{rows:?}");
        }
    }
}
