//! Lines as they are.

use std::sync::Arc;

use jauge_domain::{RejectReason, RowKind};
use jauge_plugin::{ConnectorError, Rows, TextFormat};

use super::{
    batches::{Batch, Batches, RowReader, text_schema},
    hears::{Hears, reject},
    text::{LARGEST_ROW, Text},
};

/// Reads each line of `text` that is not blank as a row of one column, `line`.
pub(super) fn open(text: Text, format: TextFormat, host: Arc<dyn Hears>) -> Rows {
    let schema = text_schema(&["line".to_owned()]);
    let (stream, stored) = (text.stream().to_owned(), text.stored());
    let batches = Batches::new(LineReader { text }, schema.clone(), &stream, host, stored);
    Rows { text: Some(format), ..Rows::new(schema, Box::new(batches)) }
}

/// The length of the next line, its line end included; `None` at the end. Lines of blanks are passed over.
pub(super) fn next_line(text: &mut Text) -> Result<Option<usize>, ConnectorError> {
    loop {
        let rest = text.rest();
        let length = match rest.iter().position(|byte| *byte == b'\n') {
            Some(at) => at + 1,
            None if rest.len() > LARGEST_ROW => return Err(text.too_large(text.line(), RowKind::Line)),
            None if text.more()? => continue,
            None => text.rest().len(),
        };
        if length == 0 {
            return Ok(None);
        }
        if text.rest()[..length].iter().any(|byte| !byte.is_ascii_whitespace()) {
            return Ok(Some(length));
        }
        text.consume(length);
    }
}

/// `line` without its line end.
pub(super) fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

struct LineReader {
    text: Text,
}

impl RowReader for LineReader {
    fn next_row(&mut self, batch: &mut Batch, host: &dyn Hears) -> Result<bool, ConnectorError> {
        let Some(length) = next_line(&mut self.text)? else { return Ok(false) };
        let (line, row) = (self.text.line(), content(&self.text.rest()[..length]));
        match std::str::from_utf8(row) {
            Ok(row) => {
                batch.put(0, Some(row));
                batch.end_row(line);
            }
            Err(error) => {
                let why = RejectReason::NotUtf8 { byte: error.valid_up_to() + 1 };
                host.rejected(reject(self.text.stream(), line, row, why));
            }
        }
        self.text.consume(length);
        Ok(true)
    }
}
