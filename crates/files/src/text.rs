//! The content of a text file as UTF-8, with line numbers, through a buffer of bounded size.

use std::sync::{Arc, atomic::AtomicU64};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use jauge_domain::{FileFault, RejectReason, RowKind};
use jauge_plugin::ConnectorError;

use super::{
    encoding,
    error::damage,
    hears::{Hears, reject},
    input::{Input, newlines},
};

/// The largest row in bytes: a larger one is damage, most often a quote that never closes.
pub(super) const LARGEST_ROW: usize = 16 << 20;

const CHUNK: usize = 256 * 1024;

/// Reads a text file from start to end. What is claimed to be UTF-8 is checked by who reads the rows, which knows best
/// what to say of an invalid one.
pub(super) struct Text {
    input: Input,
    encoding: &'static Encoding,
    /// `None` for UTF-8, which needs no decoding.
    decoder: Option<Decoder>,
    buffer: Vec<u8>,
    /// Where in `buffer` the part begins that is not consumed.
    start: usize,
    /// The line that part begins on.
    line: u64,
    /// How many more bytes of content may be read.
    limit: u64,
    /// True once the decoder has seen the end, after which it must not be used.
    ended: bool,
}

impl Text {
    /// Reads `input` in the encoding its byte order mark tells, else in `encoding`, else in the one that shows.
    pub(super) fn new(input: Input, encoding: Option<&'static Encoding>) -> Result<Self, ConnectorError> {
        Self::limited(input, encoding, u64::MAX)
    }

    /// As [`Self::new`], but passes over the first `bytes` of the content; answers also how long they are as UTF-8.
    pub(super) fn after(
        bytes: u64,
        input: Input,
        encoding: Option<&'static Encoding>,
        host: &dyn Hears,
    ) -> Result<(Self, u64), ConnectorError> {
        let mut text = Self::limited(input, encoding, bytes)?;
        let (mut passed, mut last) = (0, b'\n');
        while !text.rest().is_empty() || text.more()? {
            passed += text.rest().len() as u64;
            last = text.rest().last().copied().unwrap_or(last);
            text.consume(usize::MAX);
        }
        text.limit = u64::MAX;
        let rest = text.pass_rest_of_line(last, host)?;
        Ok((text, passed + rest))
    }

    fn limited(input: Input, set: Option<&'static Encoding>, limit: u64) -> Result<Self, ConnectorError> {
        let (buffer, decoder) = (Vec::new(), None);
        let mut text = Self { input, encoding: UTF_8, decoder, buffer, start: 0, line: 1, limit, ended: false };
        while text.buffer.len() < encoding::HEAD && text.read_raw()? {}
        let (found, mark) = encoding::of(&text.buffer, set);
        text.encoding = found;
        text.buffer.drain(..mark);
        if text.encoding != UTF_8 {
            text.decoder = Some(text.encoding.new_decoder_without_bom_handling());
            let raw = std::mem::take(&mut text.buffer);
            text.decode(&raw, false)?;
        }
        Ok(text)
    }

    /// The encoding in use.
    pub(super) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// What errors call the file.
    pub(super) fn stream(&self) -> &str {
        self.input.stream()
    }

    /// Counts the bytes read so far of the file as stored.
    pub(super) fn stored(&self) -> Arc<AtomicU64> {
        self.input.stored()
    }

    /// The text that is buffered and not consumed.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// The line that [`Self::rest`] begins on, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Done with the first `count` bytes of [`Self::rest`].
    pub(super) fn consume(&mut self, count: usize) {
        let end = self.buffer.len().min(self.start.saturating_add(count));
        self.line += newlines(&self.buffer[self.start..end]);
        self.start = end;
    }

    /// Buffers more text, at least doubling what there is, so that reading a long row again and again stays linear.
    /// False at the end.
    pub(super) fn more(&mut self) -> Result<bool, ConnectorError> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let wanted = self.buffer.len() + CHUNK.max(self.buffer.len());
        let before = self.buffer.len();
        while self.buffer.len() < wanted && self.read_some()? {}
        Ok(self.buffer.len() > before)
    }

    /// Buffers the first `count` bytes, or all there is: true where that is all.
    pub(super) fn sample(&mut self, count: usize) -> Result<bool, ConnectorError> {
        while self.rest().len() < count {
            if !self.more()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The error for `fault` of the file at `line`.
    pub(super) fn error(&self, line: u64, fault: FileFault) -> ConnectorError {
        damage(self.stream(), Some(line), fault)
    }

    /// The error for a row, begun on `line`, that is larger than [`LARGEST_ROW`].
    pub(super) fn too_large(&self, line: u64, kind: RowKind) -> ConnectorError {
        self.error(line, FileFault::RowTooLarge { mebibytes: LARGEST_ROW >> 20, kind })
    }

    /// The error for a row, begun on [`Self::line`], of which `valid` bytes are UTF-8 and the next is not.
    pub(super) fn not_utf8(&self, row: &[u8], valid: usize) -> ConnectorError {
        let valid_part = &row[..valid.min(row.len())];
        let byte = valid_part.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        let line = self.line + newlines(valid_part);
        self.error(line, FileFault::NotUtf8 { byte, reads: encoding::as_windows(row, valid) })
    }

    /// Passes over the rest of a line whose start was taken for a whole one, and rejects it: what is behind it can still be
    /// read. Answers how long it is; `last` is what stands before.
    fn pass_rest_of_line(&mut self, last: u8, host: &dyn Hears) -> Result<u64, ConnectorError> {
        if last == b'\n' || (self.rest().is_empty() && !self.more()?) || matches!(self.rest()[0], b'\n' | b'\r') {
            return Ok(0);
        }
        let length = loop {
            match self.rest().iter().position(|byte| *byte == b'\n') {
                Some(at) => break at + 1,
                None if self.rest().len() > LARGEST_ROW => return Err(self.too_large(self.line, RowKind::Line)),
                None if self.more()? => {}
                None => break self.rest().len(),
            }
        };
        host.rejected(reject(self.stream(), self.line, &self.rest()[..length], RejectReason::LineContinued));
        self.consume(length);
        Ok(length as u64)
    }

    fn read_some(&mut self) -> Result<bool, ConnectorError> {
        if self.decoder.is_none() {
            return self.read_raw();
        }
        let mut raw = vec![0; self.room(CHUNK / 4)];
        if raw.is_empty() || self.ended {
            return Ok(false);
        }
        let count = self.input.read(&mut raw)?;
        self.limit -= count as u64;
        self.ended = count == 0;
        self.decode(&raw[..count], count == 0)?;
        Ok(count > 0)
    }

    fn read_raw(&mut self) -> Result<bool, ConnectorError> {
        let length = self.buffer.len();
        self.buffer.resize(length + self.room(CHUNK), 0);
        let read = self.input.read(&mut self.buffer[length..]);
        let count = *read.as_ref().unwrap_or(&0);
        self.buffer.truncate(length + count);
        self.limit -= count as u64;
        Ok(read? > 0)
    }

    fn room(&self, most: usize) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX).min(most)
    }

    fn decode(&mut self, raw: &[u8], last: bool) -> Result<(), ConnectorError> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let mut text =
            String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(0));
        let (result, _) = decoder.decode_to_string_without_replacement(raw, &mut text, last);
        self.buffer.extend_from_slice(text.as_bytes());
        if let DecoderResult::Malformed(..) = result {
            let line = self.line + newlines(self.rest());
            return Err(self.error(line, FileFault::NotEncoded { encoding: self.encoding.name().to_owned() }));
        }
        Ok(())
    }
}
