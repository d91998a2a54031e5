//! Exported tables as newline-delimited JSON: one event a line.

use std::{ops::Range, path::Path, sync::Arc};

use jauge_plugin::{ConnectorError, Host, Rows, Scan, arrow_array::RecordBatch};

use crate::{
    assemble::{Assembler, BATCH, Place},
    input::Input,
    record::Event,
    tables::missing,
};

/// Starts to read the file at `path`.
pub(crate) fn scan(path: &Path, stream: &str, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
    let input = Input::open(path).map_err(|error| ConnectorError::read(stream, error.to_string()))?;
    let assembler = Assembler::new(stream, scan, true, host);
    let (schema, stream, bytes) = (assembler.schema(), stream.to_owned(), scan.bytes.clone());
    let lines = Lines { input, assembler, stream, bytes, buffer: Vec::new(), first: true, over: false };
    Ok(Rows::new(schema, Box::new(lines)))
}

struct Lines {
    input: Input,
    assembler: Assembler,
    stream: String,
    bytes: Range<u64>,
    buffer: Vec<u8>,
    first: bool,
    over: bool,
}

impl Lines {
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, ConnectorError> {
        while !self.assembler.is_full() && !self.assembler.is_done() && self.input.offset < self.bytes.end {
            let is_wanted = self.input.offset >= self.bytes.start;
            let read = self.input.next_line(&mut self.buffer);
            if !read.map_err(|error| ConnectorError::read(&self.stream, error.to_string()))? {
                break;
            }
            self.add(is_wanted)?;
            if self.input.line.is_multiple_of(BATCH as u64) {
                self.assembler.check_cancelled()?;
            }
        }
        self.assembler.progress(self.input.stored());
        self.assembler.batch()
    }

    fn add(&mut self, is_wanted: bool) -> Result<(), ConnectorError> {
        let line = self.buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.buffer).trim_ascii();
        if line.is_empty() || !is_wanted && !self.first && !self.assembler.counts() {
            return Ok(());
        }
        if std::mem::take(&mut self.first) {
            check(line, &self.stream, self.input.line)?;
        }
        let place = Place::Line(self.input.line, line);
        let Ok(text) = std::str::from_utf8(line) else {
            if is_wanted {
                self.assembler.reject(place, None, None, "not UTF-8: export the table again");
            }
            return Ok(());
        };
        match serde_json::from_str::<Event<'_>>(text) {
            Ok(event) if is_wanted => self.assembler.add(&event, place),
            Ok(event) => self.assembler.skip(&event),
            Err(error) if is_wanted => {
                let reason = format!("not a JSON object with the fields of GA4's export: {error}");
                self.assembler.reject(place, None, None, &reason);
            }
            Err(_) => {}
        }
        Ok(())
    }
}

/// Tells by its first line whether a file is of the format. BigQuery leaves out what is null, so a line without a visitor or
/// parameters may be an event.
fn check(line: &[u8], stream: &str, number: u64) -> Result<(), ConnectorError> {
    let wrong = |message: &str| Err(ConnectorError::format(stream, Some(number), message));
    match line.first() {
        Some(b'{') => {}
        Some(b'[') => {
            return wrong(
                "a JSON array: one object a line is needed, as BigQuery exports it and `jq -c '.[]'` makes it",
            );
        }
        _ => return wrong("neither Parquet nor one JSON object a line: export the table as one of these"),
    }
    let Ok(fields) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line) else { return Ok(()) };
    let has = |name: &str| fields.contains_key(name);
    match missing(has) {
        Some(message) if !has("event_name") && !has("event_timestamp") => {
            Err(ConnectorError::format(stream, Some(number), message))
        }
        _ => Ok(()),
    }
}

impl Iterator for Lines {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let next = self.next_batch().transpose();
        self.over = !matches!(next, Some(Ok(_)));
        next
    }
}
