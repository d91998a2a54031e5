//! Batches of texts.

use std::{
    mem,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use arrow::{
    array::{ArrayRef, Int64Builder, RecordBatch, StringBuilder},
    datatypes::{DataType, Field, Schema, SchemaRef},
};
use jauge_domain::FileFault;
use jauge_plugin::{ConnectorError, LINE_COLUMN};

use super::{error::damage_by, hears::Hears};

const ROWS: usize = 8192;
const BYTES: usize = 1 << 20;

/// Reads the rows of a text file one after the other.
pub(super) trait RowReader: Send {
    /// Reads the next row into `batch`, or leaves it out with a reject; false at the end.
    fn next_row(&mut self, batch: &mut Batch, host: &dyn Hears) -> Result<bool, ConnectorError>;
}

/// A batch under construction: a column of text each, and the line.
pub(super) struct Batch {
    schema: SchemaRef,
    columns: Vec<StringBuilder>,
    lines: Int64Builder,
    rows: usize,
    bytes: usize,
}

impl Batch {
    pub(super) fn new(schema: SchemaRef) -> Self {
        let columns = schema.fields().len().saturating_sub(1);
        let columns = (0..columns).map(|_| StringBuilder::new()).collect();
        Self { schema, columns, lines: Int64Builder::new(), rows: 0, bytes: 0 }
    }

    /// Puts a value into the row under way; every column must get one.
    pub(super) fn put(&mut self, column: usize, value: Option<&str>) {
        self.bytes += value.map_or(0, str::len);
        if let Some(column) = self.columns.get_mut(column) {
            column.append_option(value);
        }
    }

    /// Ends the row under way, which began on `line`.
    pub(super) fn end_row(&mut self, line: u64) {
        self.lines.append_value(i64::try_from(line).unwrap_or(i64::MAX));
        self.rows += 1;
    }

    fn is_full(&self) -> bool {
        self.rows >= ROWS || self.bytes >= BYTES
    }

    fn take(&mut self, stream: &str) -> Result<RecordBatch, ConnectorError> {
        // The next batch will be about as large as this one.
        let finish = |column: &mut StringBuilder| {
            let next = StringBuilder::with_capacity(self.rows, column.values_slice().len());
            Arc::new(mem::replace(column, next).finish()) as ArrayRef
        };
        let mut columns: Vec<ArrayRef> = self.columns.iter_mut().map(finish).collect();
        columns.push(Arc::new(self.lines.finish()));
        (self.rows, self.bytes) = (0, 0);
        RecordBatch::try_new(self.schema.clone(), columns).map_err(|error| {
            let fault = FileFault::Batch { reason: error.to_string() };
            damage_by(stream, None, fault, error)
        })
    }
}

/// More columns than this are not columns but data.
pub(super) const MOST_COLUMNS: usize = 4096;

/// The columns of a text stream: `names`, then the line.
pub(super) fn text_schema(names: &[String]) -> SchemaRef {
    let mut fields: Vec<Field> = names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
    fields.push(Field::new(LINE_COLUMN, DataType::Int64, false));
    Arc::new(Schema::new(fields))
}

/// The rows of `reader` in batches.
pub(super) struct Batches<R> {
    reader: R,
    batch: Batch,
    stream: String,
    host: Arc<dyn Hears>,
    stored: Arc<AtomicU64>,
    /// How much of `stored` the host was told.
    told: u64,
    ended: bool,
}

impl<R: RowReader> Batches<R> {
    pub(super) fn new(
        reader: R,
        schema: SchemaRef,
        stream: &str,
        host: Arc<dyn Hears>,
        stored: Arc<AtomicU64>,
    ) -> Self {
        Self { reader, batch: Batch::new(schema), stream: stream.to_owned(), host, stored, told: 0, ended: false }
    }

    fn fill(&mut self) -> Result<Option<RecordBatch>, ConnectorError> {
        if self.host.is_cancelled() {
            return Err(ConnectorError::Cancelled);
        }
        while !self.ended && !self.batch.is_full() {
            self.ended = !self.reader.next_row(&mut self.batch, &*self.host)?;
        }
        let stored = self.stored.load(Ordering::Relaxed);
        self.host.progress(stored - self.told);
        self.told = stored;
        if self.batch.rows == 0 { Ok(None) } else { self.batch.take(&self.stream).map(Some) }
    }
}

impl<R: RowReader> Iterator for Batches<R> {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended && self.batch.rows == 0 {
            return None;
        }
        let batch = self.fill();
        if batch.is_err() {
            (self.ended, self.batch.rows) = (true, 0);
        }
        batch.transpose()
    }
}
