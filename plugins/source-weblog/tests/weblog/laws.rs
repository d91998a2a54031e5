//! What holds of any log.

use std::fs;

use jauge_plugin::Scan;
use proptest::prelude::*;
use serde_json::json;

use crate::support::{Read, fixture_path, read_with, written};

fn range(path: &std::path::Path, bytes: std::ops::Range<u64>) -> Read {
    read_with(&json!({ "path": path }), &Scan { bytes, ..Scan::default() }).unwrap()
}

/// Where lines start, and the end.
fn starts(content: &[u8]) -> Vec<u64> {
    let ends = content.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at as u64 + 1);
    std::iter::once(0).chain(ends).collect()
}

#[test]
fn two_ranges_are_the_whole() {
    for (name, plain) in [
        ("combined.log", "combined.log"),
        ("combined.log.gz", "combined.log"),
        ("common.log.zst", "common.log"),
        ("iis.log", "iis.log"),
        ("nginx.json", "nginx.json"),
    ] {
        let path = fixture_path(name);
        let whole = range(&path, 0..u64::MAX);
        for cut in starts(&fs::read(fixture_path(plain)).unwrap()) {
            let (first, second) = (range(&path, 0..cut), range(&path, cut..u64::MAX));
            let rows: Vec<_> = first.rows.into_iter().chain(second.rows).collect();
            let rejects: Vec<_> = first.rejects.into_iter().chain(second.rejects).collect();
            assert_eq!((&rows, &rejects), (&whole.rows, &whole.rejects), "{name}, cut at {cut}");
        }
    }
}

#[test]
fn a_line_that_was_half_written_is_read_once_it_is_whole() {
    let content = fs::read(fixture_path("vhost.log")).unwrap();
    let path = written("live.log", &content);
    let whole = range(&path, 0..u64::MAX);
    for cut in (600..1_000).chain([content.len() - 1]) {
        fs::write(&path, &content[..cut]).unwrap();
        let first = range(&path, 0..cut as u64);
        fs::write(&path, &content).unwrap();
        let second = range(&path, cut as u64..u64::MAX);
        assert!(first.rejects.len() <= 1 && second.rejects.is_empty(), "cut at {cut}: {first:?}");
        let rows: Vec<_> = first.rows.into_iter().chain(second.rows).collect();
        assert_eq!(rows, whole.rows, "cut at {cut}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_line_is_a_row_a_reject_a_comment_or_empty(
        tails in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let good = b"192.0.2.7 - - [01/Mar/2026:10:31:00 +0100] \"GET / HTTP/1.1\" 200 5 \"-\" \"M";
        let mut content = Vec::new();
        for _ in 0..100 {
            content.extend([&good[..], b"\"\n"].concat());
        }
        for (tail, place) in tails.iter().zip(0usize..) {
            content.extend(&good[..good.len().saturating_sub(place % 90)]);
            content.extend(tail);
            content.push(b'\n');
        }
        let path = written("any.log", &content);
        let whole = range(&path, 0..u64::MAX);
        let is_none = |line: &&[u8]| line.trim_ascii().is_empty() || line.starts_with(b"#");
        let empty = content.split(|byte| *byte == b'\n').filter(is_none).count() - 1;
        let lines = content.iter().filter(|byte| **byte == b'\n').count();
        prop_assert_eq!(whole.rows.len() + whole.rejects.len() + empty, lines);
        let starts = starts(&content);
        let cut = starts[cut.index(starts.len())];
        let (first, second) = (range(&path, 0..cut), range(&path, cut..u64::MAX));
        prop_assert_eq!(first.rows.into_iter().chain(second.rows).collect::<Vec<_>>(), whole.rows);
        prop_assert_eq!(first.rejects.into_iter().chain(second.rejects).collect::<Vec<_>>(), whole.rejects);
        let dir = path.parent().unwrap();
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn no_format_panics(format in "[-%$ \\PC]{0,40}", known in "(%[a-zA-Z{}>^]{1,4}|\\$[a-z_{}]{1,12}| |\"){0,12}") {
        for log_format in [format, format!("%t {known}"), format!("$msec {known}")] {
            let config = json!({"path": fixture_path("combined.log"), "log_format": log_format});
            let _ = read_with(&config, &Scan::default());
        }
    }

    #[test]
    fn no_json_and_no_columns_panic(tail in prop::collection::vec(any::<u8>(), 0..200)) {
        for head in ["caddy.json", "iis.log", "vhost.log"] {
            let content = [fs::read(fixture_path(head)).unwrap(), tail.clone()].concat();
            let path = written("any.log", &content);
            prop_assert!(range(&path, 0..u64::MAX).rows.len() >= 12);
            fs::remove_dir_all(path.parent().unwrap()).unwrap();
        }
    }
}

#[test]
fn a_scan_for_fewer_columns_and_rows_gives_those() {
    let config = json!({"path": fixture_path("combined.log")});
    let columns = Some(vec!["page_path".to_owned(), "event_time".to_owned()]);
    let read = read_with(&config, &Scan { columns, limit: Some(5), ..Scan::default() }).unwrap();
    assert_eq!(read.rows.len(), 5);
    assert_eq!(read.rows[3].keys().collect::<Vec<_>>(), ["#line", "event_time", "page_path"]);
}
