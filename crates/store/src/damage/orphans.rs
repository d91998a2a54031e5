//! Batches that were written whole and whose commit is missing: a load that was killed at its last step, or a commit that a
//! loss of power took.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use arrow::{
    array::{BooleanArray, RecordBatch},
    compute::filter_record_batch,
    datatypes::SchemaRef,
};
use datafusion::{error::DataFusionError, physical_plan::stream::RecordBatchStreamAdapter};

use super::how::{Mending, wanted, written};
use crate::{StoreError, StoredTable, aligned, readable::data, tables::BATCH_ID};

/// Commits the batches that were announced after the last that landed in `table`, as long as all of their rows are in files
/// that belong to no version. Returns them with their rows.
///
/// Only batches that took nothing out: what they took out is known to nobody any more.
pub(super) async fn land(
    table: &mut StoredTable,
    removed: &BTreeSet<String>,
    how: &Mending<'_>,
) -> Result<Vec<(i64, u64)>, StoreError> {
    let landed = table.last_batch();
    let waiting: BTreeMap<i64, u64> = wanted(how).into_iter().filter(|(batch, _)| *batch > landed).collect();
    let mut done = Vec::new();
    if waiting.is_empty() {
        return Ok(done);
    }
    let orphans = orphans(table, removed).await?;
    for (batch, rows) in waiting {
        let takes_out = |entry: &crate::LedgerEntry| entry.updated > 0 || entry.undoes.is_some();
        if how.entries.iter().filter(|entry| entry.batch_id == batch).any(takes_out) {
            break;
        }
        let found = of_batch(&orphans, batch, &table.schema()?, how)?;
        if found.iter().map(|rows| rows.num_rows() as u64).sum::<u64>() != rows {
            // A later one would make this one count as landed.
            break;
        }
        let schema = table.schema()?;
        let stream = futures::stream::iter(found.into_iter().map(Ok::<_, DataFusionError>));
        written(table, Box::pin(RecordBatchStreamAdapter::new(schema, stream)), batch).await?;
        done.push((batch, rows));
    }
    Ok(done)
}

/// The readable data files beside `table` that no version of it has or had.
async fn orphans(table: &StoredTable, removed: &BTreeSet<String>) -> Result<Vec<PathBuf>, StoreError> {
    let live: BTreeSet<String> = table.files()?.into_iter().map(|file| file.path).collect();
    let is_orphan = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        !live.contains(name) && !removed.contains(name)
    };
    let files = data::files(table.dir()).map_err(StoreError::io(table.dir()))?;
    let mut orphans = Vec::new();
    for path in files.into_iter().filter(is_orphan) {
        if data::damage(&path, None).await.is_none() {
            orphans.push(path);
        }
    }
    Ok(orphans)
}

/// The rows of `batch` in `files`, without those that must not come back.
fn of_batch(
    files: &[PathBuf],
    batch: i64,
    schema: &SchemaRef,
    how: &Mending<'_>,
) -> Result<Vec<RecordBatch>, StoreError> {
    let mut found = Vec::new();
    for path in files {
        // It was read before, all of it.
        let Ok(rows) = data::rows(path) else { continue };
        for rows in rows.flatten() {
            let dropped: BTreeSet<usize> = (how.drops)(&rows)?.into_iter().collect();
            let numbers = data::numbers(&rows, BATCH_ID);
            let keep = (0..rows.num_rows()).map(|row| Some(numbers[row] == batch && !dropped.contains(&row)));
            let keep = keep.collect::<BooleanArray>();
            if keep.true_count() > 0 {
                let rows = filter_record_batch(&rows, &keep).and_then(|rows| aligned(&rows, schema));
                found.push(rows.map_err(|error| StoreError::query(BATCH_ID)(error.into()))?);
            }
        }
    }
    Ok(found)
}
