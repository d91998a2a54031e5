//! Files whose columns have types of their own.

use std::{
    error::Error,
    fs::File,
    io::BufReader,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use arrow::{
    array::RecordBatch,
    datatypes::SchemaRef,
    error::ArrowError,
    ipc::reader::{FileReader, StreamReader},
};
use jauge_domain::FileFault;
use jauge_plugin::{ConnectorError, Rows};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{
    batches::MOST_COLUMNS,
    error::{damage, damage_by},
    hears::Hears,
    ipc,
};

const ROWS: usize = 8192;

/// Opens a Parquet file.
pub(super) fn parquet(path: &Path, stream: &str, host: Arc<dyn Hears>) -> Result<Rows, ConnectorError> {
    let (file, bytes) = file(path, stream)?;
    let builder = guard(|| Ok(ParquetRecordBatchReaderBuilder::try_new(file)?))
        .map_err(|error| damaged(stream, "Parquet", error))?;
    let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
    let schema = builder.schema().clone();
    check_columns(&schema, stream)?;
    let reader =
        guard(|| Ok(builder.with_batch_size(ROWS).build()?)).map_err(|error| damaged(stream, "Parquet", error))?;
    let batches =
        Typed { reader, stream: stream.to_owned(), kind: "Parquet", host, bytes, rows, read: 0, told: 0, ended: false };
    Ok(Rows::new(schema, Box::new(batches)))
}

/// Opens an Arrow IPC file or stream.
pub(super) fn arrow(path: &Path, stream: &str, host: Arc<dyn Hears>) -> Result<Rows, ConnectorError> {
    let (mut file, bytes) = file(path, stream)?;
    let checked = ipc::check(&mut file, bytes).map_err(|error| unread(stream, "Arrow", error))?;
    let cut_short = || damage(stream, None, FileFault::LengthsWrong { format: "Arrow".to_owned() });
    let is_file = checked.ok_or_else(cut_short)?;
    let file = BufReader::new(file);
    let (schema, reader): (SchemaRef, Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>) = if is_file {
        let reader = guard(|| FileReader::try_new(file, None)).map_err(|error| damaged(stream, "Arrow", error))?;
        (reader.schema(), Box::new(reader))
    } else {
        let reader = guard(|| StreamReader::try_new(file, None)).map_err(|error| damaged(stream, "Arrow", error))?;
        (reader.schema(), Box::new(reader))
    };
    check_columns(&schema, stream)?;
    let batches = Typed {
        reader,
        stream: stream.to_owned(),
        kind: "Arrow",
        host,
        bytes,
        rows: 0,
        read: 0,
        told: 0,
        ended: false,
    };
    Ok(Rows::new(schema, Box::new(batches)))
}

/// Refuses more columns than a table can have.
fn check_columns(schema: &SchemaRef, stream: &str) -> Result<(), ConnectorError> {
    let has = schema.fields().len();
    if has > MOST_COLUMNS {
        return Err(damage(stream, None, FileFault::TooManyColumns { has, most: MOST_COLUMNS }));
    }
    Ok(())
}

/// Damaged lengths make the readers panic rather than answer an error; for the user it is the same: `None` is that.
fn guard<T>(read: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, Option<ArrowError>> {
    catch_unwind(AssertUnwindSafe(read)).map_or(Err(None), |read| read.map_err(Some))
}

fn file(path: &Path, stream: &str) -> Result<(File, u64), ConnectorError> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    match opened {
        Ok((bytes, file)) => Ok((file, bytes)),
        Err(error) => Err(ConnectorError::Read { stream: stream.to_owned(), message: error.to_string() }),
    }
}

fn damaged(stream: &str, kind: &str, error: Option<ArrowError>) -> ConnectorError {
    match error {
        Some(error) => unread(stream, kind, error),
        None => damage(stream, None, FileFault::LengthsContradict { format: kind.to_owned() }),
    }
}

fn unread(stream: &str, kind: &str, error: impl Error + Send + Sync + 'static) -> ConnectorError {
    let fault = FileFault::NotOfFormat { format: kind.to_owned(), reason: error.to_string() };
    damage_by(stream, None, fault, error)
}

/// Passes batches on.
struct Typed<I> {
    reader: I,
    stream: String,
    kind: &'static str,
    host: Arc<dyn Hears>,
    bytes: u64,
    /// Rows in the file, where known; progress is their share of its bytes.
    rows: u64,
    read: u64,
    /// How many of the bytes the host was told.
    told: u64,
    ended: bool,
}

impl<I> Typed<I> {
    fn tell(&mut self, bytes: u64) {
        self.host.progress(bytes.saturating_sub(self.told));
        self.told = self.told.max(bytes);
    }
}

impl<I: Iterator<Item = Result<RecordBatch, ArrowError>>> Iterator for Typed<I> {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if self.host.is_cancelled() {
            self.ended = true;
            return Some(Err(ConnectorError::Cancelled));
        }
        let batch = guard(|| self.reader.next().transpose());
        match batch.transpose() {
            Some(Ok(batch)) => {
                self.read += batch.num_rows() as u64;
                let share = if self.rows == 0 { 0.0 } else { self.read as f64 / self.rows as f64 };
                self.tell((self.bytes as f64 * share) as u64);
                Some(Ok(batch))
            }
            Some(Err(error)) => {
                self.ended = true;
                Some(Err(damaged(&self.stream, self.kind, error)))
            }
            None => {
                self.ended = true;
                self.tell(self.bytes);
                None
            }
        }
    }
}
