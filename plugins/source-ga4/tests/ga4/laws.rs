//! What holds whatever a file contains.

use std::{env, fs, process};

use jauge_plugin::{ConnectorError, Scan};
use proptest::prelude::*;

use crate::support::{fixture, read, texts};

/// The fixture with some bytes replaced, as lines of text or as Parquet.
fn damaged(name: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let whole = fs::read(fixture(name)).unwrap();
    let bytes = prop_oneof![any::<u8>(), Just(b'"'), Just(b'{'), Just(b'\n'), Just(b'9')];
    prop::collection::vec((0..whole.len(), bytes), 0..6).prop_map(move |changes| {
        let mut bytes = whole.clone();
        changes.into_iter().for_each(|(place, byte)| bytes[place] = byte);
        bytes
    })
}

fn file(name: &str, bytes: &[u8]) -> String {
    let path = env::temp_dir().join(format!("jauge-ga4-law-{}-{name}", process::id()));
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_line_is_an_event_or_a_reject(bytes in damaged("events_intraday_20210131.json")) {
        let path = file("lines", &bytes);
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
        match read(&path, &Scan::default()) {
            Ok(read) => {
                prop_assert_eq!(read.batch.num_rows() + read.heard.rejects().len(), lines);
                let mut ids = texts(&read.batch, "event_id");
                ids.sort_unstable();
                ids.dedup();
                prop_assert_eq!(ids.len(), read.batch.num_rows());
            }
            Err(error) => prop_assert!(matches!(error, ConnectorError::Format { line: Some(_), .. }), "{error}"),
        }
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn damaged_parquet_is_read_or_refused(bytes in damaged("events_20210131.parquet")) {
        let path = file("parquet", &bytes);
        match read(&path, &Scan::default()) {
            Ok(read) => prop_assert_eq!(read.batch.num_rows() + read.heard.rejects().len(), 8),
            Err(error) => prop_assert!(matches!(error, ConnectorError::Format { .. }), "{error}"),
        }
        fs::remove_file(path).unwrap();
    }
}
