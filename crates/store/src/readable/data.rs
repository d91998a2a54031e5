//! Data files as they lie on the disk, read without a log.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use datafusion::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use jauge_domain::Damage;

/// What is wrong with the data file `path`, which the log says has `size` bytes: all of it is read.
pub(crate) async fn damage(path: &Path, size: Option<i64>) -> Option<Damage> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || sized(&path, size).and_then(|()| whole(&path)));
    match read.await {
        Ok(read) => read.err(),
        // The reader of Parquet trusts what a page says of itself, and ends where it cannot.
        Err(ended) => Some(unreadable(ended)),
    }
}

/// What is wrong with what the log says of the data file `path`, which can be read.
pub(crate) fn miscounted(path: &Path, said: Option<u64>) -> Option<Damage> {
    let said = said?;
    let file = File::open(path).ok()?;
    let footer = ParquetRecordBatchReaderBuilder::try_new(file).ok()?;
    let has = u64::try_from(footer.metadata().file_metadata().num_rows()).ok()?;
    (has != said).then_some(Damage::Miscounted { said, has })
}

/// How many bytes the file `path` has. Nobody waits for a pipe, and a folder or a device is nothing that Jauge wrote.
pub(crate) fn length(path: &Path) -> Result<u64, Damage> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(found.len()),
        Ok(_) => Err(Damage::Foreign),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Damage::Missing),
        Err(error) => Err(unreadable(error)),
    }
}

fn sized(path: &Path, size: Option<i64>) -> Result<(), Damage> {
    let is = length(path)?;
    match size.and_then(|size| u64::try_from(size).ok()) {
        _ if is == 0 => Err(Damage::Empty),
        Some(size) if is < size => Err(Damage::Cut),
        _ => Ok(()),
    }
}

fn whole(path: &Path) -> Result<(), Damage> {
    rows(path)?.try_for_each(|batch| batch.map(|_| ()).map_err(unreadable))
}

/// The rows of the data file `path`.
pub(crate) fn rows(path: &Path) -> Result<ParquetRecordBatchReader, Damage> {
    let file = File::open(path).map_err(unreadable)?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(unreadable)?;
    builder.with_batch_size(8192).build().map_err(unreadable)
}

/// The columns of the data file `path`.
pub(crate) fn columns(path: &Path) -> Result<SchemaRef, Damage> {
    let file = File::open(path).map_err(unreadable)?;
    Ok(ParquetRecordBatchReaderBuilder::try_new(file).map_err(unreadable)?.schema().clone())
}

/// The data files in the folder `dir`, the oldest first.
pub(crate) fn files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "parquet") {
            files.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    files.sort();
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

/// What a reader said.
pub(crate) fn unreadable(error: impl ToString) -> Damage {
    Damage::Unreadable { reason: error.to_string().lines().next().unwrap_or_default().to_owned() }
}

/// The whole numbers in `column`, 0 where there is none.
pub(crate) fn numbers(batch: &RecordBatch, column: &str) -> Vec<i64> {
    use arrow::{array::AsArray, datatypes::Int64Type};
    let column = batch.column_by_name(column).and_then(|column| column.as_primitive_opt::<Int64Type>());
    match column {
        Some(column) => column.iter().map(Option::unwrap_or_default).collect(),
        None => vec![0; batch.num_rows()],
    }
}
