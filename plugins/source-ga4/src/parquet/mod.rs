//! Exported tables as Parquet.

use std::{
    fmt::Display,
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use jauge_plugin::{
    ConnectorError, Host, Rows, Scan,
    arrow_array::{RecordBatch, RecordBatchReader, StructArray},
};
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use self::{
    fields::{check, flat, mask, unread},
    view::View,
};
use crate::{
    assemble::{Assembler, BATCH, Place},
    record::Event,
};

mod fields;
mod view;

/// Starts to read the file at `path`.
pub(crate) fn scan(path: &Path, stream: &str, scan: &Scan, host: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
    let read = |error: std::io::Error| ConnectorError::read(stream, error.to_string());
    let file = File::open(path).map_err(read)?;
    let bytes = file.metadata().map_err(read)?.len();
    // The types that Parquet itself states are few; those that a writer notes beside them are not.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = guard(stream, || ParquetRecordBatchReaderBuilder::try_new_with_options(file, options))?;
    check(builder.parquet_schema(), stream)?;
    let assembler = Assembler::new(stream, scan, false, host);
    let mask = mask(builder.parquet_schema(), &assembler);
    let flat = flat(builder.parquet_schema());
    let total = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default();
    let reader = guard(stream, || builder.with_projection(mask).with_batch_size(BATCH).build())?;
    let left = unread(&flat, reader.schema().fields());
    if !left.is_empty() {
        assembler.note(&format!("`{stream}`: not as GA4 exports it, and left out: {}", left.join(", ")));
    }
    let schema = assembler.schema();
    let batches = Batches { reader, assembler, stream: stream.to_owned(), row: 0, total, bytes, over: false };
    Ok(Rows::new(schema, Box::new(batches)))
}

/// Damaged lengths make the reader panic rather than answer an error; for the user it is the same.
fn guard<T, E: Display>(stream: &str, read: impl FnOnce() -> Result<T, E>) -> Result<T, ConnectorError> {
    let why = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(found)) => return Ok(found),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "its lengths contradict each other".to_owned(),
    };
    let message = format!("the Parquet file is damaged ({why}); nothing of it is loaded: export it again");
    Err(ConnectorError::format(stream, None, message))
}

struct Batches {
    reader: ParquetRecordBatchReader,
    assembler: Assembler,
    stream: String,
    row: u64,
    total: u64,
    bytes: u64,
    over: bool,
}

impl Batches {
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, ConnectorError> {
        while !self.assembler.is_done()
            && let Some(read) = guard(&self.stream, || self.reader.next().transpose())?
        {
            self.add(&StructArray::from(read))?;
            let share = u128::from(self.bytes) * u128::from(self.row) / u128::from(self.total.max(1));
            self.assembler.progress(u64::try_from(share).unwrap_or(self.bytes).min(self.bytes));
            if let Some(batch) = self.assembler.batch()? {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }

    fn add(&mut self, rows: &StructArray) -> Result<(), ConnectorError> {
        let view = View::new(rows).map_err(|message| ConnectorError::format(&self.stream, None, message))?;
        let mut event = Event::default();
        for row in 0..view.rows {
            self.row += 1;
            if self.assembler.is_done() {
                break;
            }
            view.fill(row, &mut event);
            self.assembler.add(&event, Place::Row(self.row));
        }
        Ok(())
    }
}

impl Iterator for Batches {
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
