//! What a connector must answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    ops::Range,
    sync::Arc,
};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::ConnectorError;

/// The name of the Int64 column in which a text stream carries the line each row starts on.
pub const LINE_COLUMN: &str = "#line";

/// Reads one configured source.
pub trait SourceConnector: Send + Sync {
    /// What there is to read now, in a stable order: for files, one stream a file.
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError>;

    /// What identifies the content of `stream`, so that it is read once. Reads it through, without parsing.
    ///
    /// `heads` are lengths of earlier states of the same stream; the answer has the hash of each such prefix, so that a
    /// stream that grew is told from one that changed.
    fn fingerprint(&self, stream: &Stream, heads: &[u64]) -> Result<Fingerprint, ConnectorError>;

    /// Opens `stream` and finds out its columns. Of a format that is read by lines only the rows in `bytes` (of decompressed
    /// content) are read, so that a file that is still being written is read as far as it was looked at, and what was read
    /// before is left out; other formats are always read whole.
    fn open(&self, stream: &Stream, bytes: Range<u64>, host: Arc<dyn Host>) -> Result<Rows, ConnectorError>;
}

/// One thing to read: a file, a table, a report.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stream {
    /// Names it within its source, stable over time: for a file its path as configured.
    pub name: String,
    /// Its size in bytes as stored, where known: for progress.
    pub bytes: Option<u64>,
}

/// What identifies the content of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Length of the decompressed content.
    pub bytes: u64,
    /// Hash of the decompressed content, 32 hexadecimal digits.
    pub hash: String,
    /// Hash of the first `n` bytes, for each `n` asked for; `None` where the content is shorter.
    pub heads: Vec<Option<String>>,
}

/// The opened rows of a stream.
pub struct Rows {
    /// The columns of every batch. A text stream has Utf8 columns and, last, [`LINE_COLUMN`].
    pub schema: SchemaRef,
    /// How the texts in it are written; `None` where columns have types of their own.
    pub text: Option<TextFormat>,
    /// The batches, each of at most some ten thousand rows; bounded memory whatever the stream's size.
    pub batches: Box<dyn Iterator<Item = Result<RecordBatch, ConnectorError>> + Send>,
}

/// How numbers and dates are written in a text stream: as configured, else as detected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFormat {
    /// The decimal mark, `.` or `,`; `None`: not needed to tell, `.` is assumed.
    pub decimal_mark: Option<char>,
    /// Order of day and month in dates such as 03/04/2026, for each column that has such dates and tells it.
    pub day_first: BTreeMap<String, bool>,
    /// Columns with such dates in which no value tells the order.
    pub ambiguous: BTreeSet<String>,
    /// Texts that mean "no value", beside the empty one.
    pub nulls: Vec<String>,
}

/// The side of the contract that Jauge answers.
pub trait Host: Send + Sync {
    /// A row that cannot be used. The connector leaves it out of its batches and goes on.
    fn reject(&self, reject: Reject);
    /// Something the user should read once: a detected setting, a caveat.
    fn note(&self, text: &str);
    /// Bytes read so far of the stream as stored.
    fn progress(&self, bytes: u64);
    /// True once the user wants to stop.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// A row, or one value of it, that cannot be used, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reject {
    /// The stream's name.
    pub stream: String,
    /// The line it starts on, from 1.
    pub line: Option<u64>,
    /// The column at fault.
    pub column: Option<String>,
    /// The value at fault, or the start of the row.
    pub value: Option<String>,
    /// Why, and what to do.
    pub reason: String,
}

impl From<ConnectorError> for io::Error {
    fn from(error: ConnectorError) -> Self {
        io::Error::other(error)
    }
}
