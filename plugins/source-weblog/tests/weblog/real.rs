//! A real site's log, where `JAUGE_REAL_DATA` names the folder that has it.

use std::{collections::BTreeMap, path::Path};

use jauge_plugin::Scan;
use serde_json::json;

use crate::support::{counts, read_with};

#[test]
fn a_real_log_is_read_with_nothing_but_its_path() {
    let Some(data) = std::env::var_os("JAUGE_REAL_DATA") else {
        return eprintln!("skipped: `JAUGE_REAL_DATA` names no folder");
    };
    let path = Path::new(&data).join("apache-logs/access.log");
    let read = read_with(&json!({ "path": path }), &Scan::default()).unwrap();
    assert_eq!(read.notes, [format!("`{}`: Apache combined log", path.display())]);
    assert_eq!(read.rows.len(), 9_999);
    assert_eq!(read.rejects.iter().map(|reject| reject.line).collect::<Vec<_>>(), [Some(8_899)]);
    let expected = [("file_download", 73), ("page_view", 3_082), ("request", 6_709), ("request_error", 135)];
    assert_eq!(counts(&read, "event_name"), expected.map(|(name, count)| (name.to_owned(), count)).into());
    let not_found = |row: &&BTreeMap<_, _>| row["event_name"] == "page_view" && row["page_status"] == "404";
    assert_eq!(read.rows.iter().filter(not_found).count(), 85);
}
