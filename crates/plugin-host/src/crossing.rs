//! What connectors are told and tell as JSON, alike in this process and out of a child.

use std::{fmt, path::PathBuf};

use jauge_plugin::{Reject, Scan, filters_to_json};
use serde::{
    Deserialize, Deserializer,
    de::{self, SeqAccess, Visitor},
};
use serde_json::Value;

use crate::frame::ScanOrder;

/// Rows in a batch.
const BATCH_ROWS: i32 = 8192;

/// A stream as a plugin lists it.
#[derive(Deserialize)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) bytes: Option<u64>,
    pub(crate) file: Option<PathBuf>,
}

/// Streams of one source. More come out of many sources, or of a plugin that means harm.
const STREAMS: usize = 100_000;

/// The streams that `json` lists.
pub(crate) fn listed(json: &str) -> Result<Vec<Listed>, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(json);
    let listed = json.deserialize_seq(Listing)?;
    json.end()?;
    Ok(listed)
}

/// Takes so many streams and no more, without having taken in the rest.
struct Listing;

impl<'de> Visitor<'de> for Listing {
    type Value = Vec<Listed>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an array of at most {STREAMS} streams")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut streams: A) -> Result<Self::Value, A::Error> {
        let mut listed = Vec::new();
        while let Some(stream) = streams.next_element()? {
            listed.push(stream);
            if listed.len() > STREAMS {
                return Err(de::Error::invalid_length(listed.len(), &self));
            }
        }
        Ok(listed)
    }
}

/// A scan of `stream` as it is ordered.
pub(crate) fn order(stream: String, scan: &Scan, timeout_ms: u128) -> ScanOrder {
    let columns = scan.columns.as_ref().map(|columns| Value::from(columns.clone()).to_string());
    ScanOrder {
        stream,
        first_byte: scan.bytes.start,
        end_byte: scan.bytes.end,
        cursor: scan.cursor.clone().unwrap_or_default(),
        columns: columns.unwrap_or_default(),
        filters: filters_to_json(&scan.filters),
        limit: scan.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1),
        batch_rows: BATCH_ROWS,
        deadline_ms: i64::try_from(timeout_ms).unwrap_or(-1),
    }
}

/// A reject as it crosses.
pub(crate) fn parse_reject(json: &[u8]) -> Option<Reject> {
    #[derive(Deserialize)]
    struct Written {
        stream: String,
        line: Option<u64>,
        column: Option<String>,
        value: Option<String>,
        reason: String,
    }
    let Written { stream, line, column, value, reason } = serde_json::from_slice(json).ok()?;
    Some(Reject { stream, line, column, value, reason })
}
