//! What fuzzers reach of the wire (`cargo fuzz run wire`, `cargo xtask chaos fuzz wire`): the way bytes of a child take in `remote`
//! and `process`, without a process.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::Array;
use arrow_ipc::reader::StreamDecoder;
use serde_json::Value;

use crate::{
    crossing::parse_reject,
    frame::{self, Failure, Kind, Reached},
};

/// Reads `bytes` as whatever a child may send: frames up to the first bad one, their rows as one Arrow stream.
pub fn wire(bytes: &[u8]) {
    let (mut from, mut decoder) = (bytes, StreamDecoder::new());
    while let Ok((kind, payload)) = frame::read(&mut from) {
        let goes_on = match kind {
            Kind::Rows => rows(&mut decoder, payload),
            // An answer is JSON, or the end of a scan.
            Kind::Done => frame::parse::<Reached>(&payload).is_ok() || frame::parse::<Value>(&payload).is_ok(),
            Kind::Failed => frame::parse::<Failure>(&payload).is_err(),
            Kind::Reject => parse_reject(&payload).is_some(),
            Kind::Log | Kind::Progress | Kind::AskSecret => true,
            Kind::Order | Kind::Cancel | Kind::Secret => false,
        };
        if !goes_on {
            return;
        }
    }
}

/// Decodes part of an Arrow stream; a panic of the decoder is an error of the plugin, as in `remote`.
fn rows(decoder: &mut StreamDecoder, payload: Vec<u8>) -> bool {
    let mut buffer = payload.into();
    let decoded = catch_unwind(AssertUnwindSafe(|| decoder.decode(&mut buffer)));
    let Ok(Ok(batch)) = decoded else { return false };
    // Whoever loads looks at every column.
    batch.is_none_or(|batch| batch.columns().iter().all(|column| column.to_data().validate_full().is_ok()))
}
