//! What a connector must answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    ops::Range,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::SchemaRef;

use crate::{ConnectorError, Filter};

/// The name of the Int64 column in which a connector says on which line of its stream each row starts. It is for messages,
/// and no column of the data.
pub const LINE_COLUMN: &str = "#line";

/// Reads one configured source.
pub trait SourceConnector: Send + Sync {
    /// What there is to read now, in a stable order: for files, one stream a file.
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError>;

    /// The columns of `stream`, where they are known without reading it through; then `scan` is told which of them, and
    /// which rows, are wanted.
    fn schema(&self, stream: &Stream) -> Result<Option<SchemaRef>, ConnectorError> {
        let _ = stream;
        Ok(None)
    }

    /// Starts to read `stream`. Scans of one source may run side by side.
    fn scan(&self, stream: &Stream, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError>;
}

/// One thing to read: a file, a table, a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stream {
    /// Names it within its source, stable over time: for a file its path as configured.
    pub name: String,
    /// Its size in bytes as stored, where known: for progress.
    pub bytes: Option<u64>,
    /// The file it is, as an absolute path: then Jauge recognises by its content what was loaded before. `None`: what was
    /// loaded is known by [`Rows::checkpoint`] alone.
    pub file: Option<PathBuf>,
}

/// What is to be read of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// Of a stream with a file: only rows that start in these bytes of its decompressed content. The first is 0 or a place
    /// where a row started; a format that is not read by lines is read whole.
    pub bytes: Range<u64>,
    /// The last checkpoint that was kept; `None`: from the beginning.
    pub cursor: Option<String>,
    /// The columns wanted, in that order; `None`: all. Further columns do no harm.
    pub columns: Option<Vec<String>>,
    /// All of these hold for the rows wanted. A connector may apply any, all or none of them.
    pub filters: Vec<Filter>,
    /// More rows than this are not needed.
    pub limit: Option<u64>,
}

/// The rows of a stream.
pub struct Rows {
    /// The columns of every batch.
    pub schema: SchemaRef,
    /// How the texts in it are written; `None` where columns have types of their own.
    pub text: Option<TextFormat>,
    /// The batches, each of at most some ten thousand rows; bounded memory whatever the stream's size.
    pub batches: Batches,
    /// Where a later scan would go on, after the batches given so far.
    pub checkpoint: Option<Checkpoint>,
    /// Which of the scan's filters, by their place, were applied exactly: every row that fails it was left out.
    pub applied: Vec<usize>,
}

/// Batches on their way.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch, ConnectorError>> + Send>;

/// Where a later scan would go on. The iterator of batches sets it before it gives the batch that reaches so far.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint(Arc<Mutex<Option<String>>>);

/// How numbers and dates are written in a text stream: as configured, else as detected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFormat {
    /// The decimal mark, `.` or `,`; `None`: not needed to tell, `.` is assumed.
    pub decimal_mark: Option<char>,
    /// The columns whose decimal mark is another one; `None`: their numbers do not tell it.
    pub marks: BTreeMap<String, Option<char>>,
    /// Order of day and month in dates such as 03/04/2026, for each column that has such dates and tells it.
    pub day_first: BTreeMap<String, bool>,
    /// Columns with such dates in which no value tells the order.
    pub ambiguous: BTreeSet<String>,
    /// Texts that mean "no value", beside the empty one.
    pub nulls: Vec<String>,
}

impl TextFormat {
    /// The decimal mark of `column`; `None` where nothing tells it.
    pub fn mark_of(&self, column: &str) -> Option<char> {
        self.marks.get(column).copied().unwrap_or(self.decimal_mark)
    }
}

/// The side of the contract that Jauge answers.
pub trait Host: Send + Sync {
    /// A row that cannot be used. The connector leaves it out of its batches and goes on.
    fn reject(&self, reject: Reject);
    /// Something the user should read once: a detected setting, a caveat.
    fn note(&self, text: &str);
    /// Bytes read since the last call, of the stream as stored.
    fn progress(&self, bytes: u64);
    /// True once the user wants to stop.
    fn is_cancelled(&self) -> bool {
        false
    }
    /// The secret that the user assigned to the setting called `name`; never to be logged.
    fn secret(&self, name: &str) -> Result<String, ConnectorError> {
        Err(ConnectorError::config(format!("the setting `{name}` has no secret")))
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

impl Stream {
    /// A stream that is no file, such as a table or a report.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), bytes: None, file: None }
    }

    /// A stream that is a file; `name` is its path as configured, `file` its absolute path.
    pub fn file(name: impl Into<String>, file: PathBuf, bytes: u64) -> Self {
        Self { name: name.into(), bytes: Some(bytes), file: Some(file) }
    }
}

impl Default for Scan {
    fn default() -> Self {
        Self { bytes: 0..u64::MAX, cursor: None, columns: None, filters: Vec::new(), limit: None }
    }
}

impl Scan {
    /// True where the column called `name` is wanted.
    pub fn wants(&self, name: &str) -> bool {
        self.columns.as_ref().is_none_or(|columns| columns.iter().any(|column| column == name))
    }
}

impl Rows {
    /// Rows with types of their own.
    pub fn new(schema: SchemaRef, batches: Batches) -> Self {
        Self { schema, text: None, batches, checkpoint: None, applied: Vec::new() }
    }

    /// The rows of an Arrow reader; `stream` names them in errors.
    pub fn of_reader(reader: impl RecordBatchReader + Send + 'static, stream: &str) -> Self {
        let (schema, stream) = (reader.schema(), stream.to_owned());
        let read = move |batch: Result<_, arrow_schema::ArrowError>| {
            batch.map_err(|error| ConnectorError::format(&stream, None, error.to_string()))
        };
        Self::new(schema, Box::new(reader.map(read)))
    }

    /// The same rows, with the cell in which their batches say how far they are.
    #[must_use]
    pub fn with_checkpoint(self, checkpoint: Checkpoint) -> Self {
        Self { checkpoint: Some(checkpoint), ..self }
    }
}

impl Checkpoint {
    /// Says that the next batch reaches as far as `cursor`.
    pub fn set(&self, cursor: impl Into<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cursor.into());
    }

    /// How far the batches given so far reach; `None` before the first.
    pub fn get(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl From<ConnectorError> for io::Error {
    fn from(error: ConnectorError) -> Self {
        io::Error::other(error)
    }
}
