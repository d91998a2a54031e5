//! Data files without some of their rows, and several as one.

use arrow::{
    array::{BooleanArray, RecordBatch},
    compute::filter_record_batch,
    error::ArrowError,
};
use datafusion::{
    error::DataFusionError,
    prelude::{SessionContext, col},
};
use deltalake::{datafile::writer::DeltaWriter, kernel::Add};
use futures::StreamExt;

use crate::{Change, StoreError, StoredFile, StoredTable, aligned};

/// The change that leaves out of `files` the rows for which `drops` is true, and how many those are. Files that lose nothing
/// are not touched.
pub async fn without(
    ctx: &SessionContext,
    table: &StoredTable,
    files: Vec<StoredFile>,
    drops: impl Fn(&RecordBatch) -> BooleanArray,
) -> Result<(Change, u64), StoreError> {
    rewritten(ctx, table, files, |rows| {
        let drop = drops(rows);
        let kept = filter_record_batch(rows, &arrow::compute::not(&drop)?)?;
        Ok(Rest { kept, dropped: drop.true_count() as u64, changed: 0 })
    })
    .await
}

/// What becomes of some rows.
pub struct Rest {
    /// Those that stay, as they are to be.
    pub kept: RecordBatch,
    /// How many go.
    pub dropped: u64,
    /// How many of those that stay are not what they were.
    pub changed: u64,
}

/// The change that makes of the rows of `files` what `each` says, and how many go. Files of which all rows stay what they are
/// are not touched.
///
/// # Errors
/// A file cannot be read or written, or `each` fails.
pub async fn rewritten(
    ctx: &SessionContext,
    table: &StoredTable,
    files: Vec<StoredFile>,
    each: impl Fn(&RecordBatch) -> Result<Rest, ArrowError>,
) -> Result<(Change, u64), StoreError> {
    let mut change = Change::default();
    let mut dropped = 0;
    for file in files {
        let (adds, lost, changed) = rest(ctx, table, &file, &each).await?;
        if lost > 0 || changed > 0 {
            change.adds.extend(adds);
            change.removes.push(file);
            dropped += lost;
        } else {
            // The copy of a file that stays what it is is of no use, and invisible where it cannot be removed.
            adds.iter().for_each(|add| drop(std::fs::remove_file(table.dir().join(&add.path))));
        }
    }
    Ok((change, dropped))
}

/// The files that take the place of `file`, and how many rows go and are changed.
async fn rest(
    ctx: &SessionContext,
    table: &StoredTable,
    file: &StoredFile,
    each: impl Fn(&RecordBatch) -> Result<Rest, ArrowError>,
) -> Result<(Vec<Add>, u64, u64), StoreError> {
    let query = StoreError::query(table.name());
    let delta = StoreError::delta(table.name());
    let schema = table.schema()?;
    let frame = ctx.read_table(table.provider(Some(std::slice::from_ref(file))).await?).map_err(&query)?;
    let mut batches = frame.execute_stream().await.map_err(&query)?;
    let mut writer: DeltaWriter = table.writer()?;
    let (mut lost, mut changed) = (0, 0);
    while let Some(batch) = batches.next().await {
        let arrow = |error: ArrowError| query(DataFusionError::from(error));
        let batch = aligned(&batch.map_err(&query)?, &schema).map_err(arrow)?;
        let rest = each(&batch).map_err(arrow)?;
        lost += rest.dropped;
        changed += rest.changed;
        writer.write(&rest.kept).await.map_err(&delta)?;
    }
    Ok((writer.close().await.map_err(&delta)?, lost, changed))
}

/// Writes the rows of `files` to one file, or as few as their length allows, in the order of the column `time`.
pub(crate) async fn merge(
    ctx: &SessionContext,
    table: &mut StoredTable,
    files: Vec<StoredFile>,
    time: Option<String>,
) -> Result<(), StoreError> {
    let name = table.name().to_owned();
    let query = StoreError::query(&name);
    let schema = table.schema()?;
    let frame = ctx.read_table(table.provider(Some(&files)).await?).map_err(&query)?;
    let order = time.filter(|time| schema.column_with_name(time).is_some());
    let order = order.map(|time| vec![col(format!("\"{time}\"")).sort(true, true)]);
    let frame = match order {
        Some(order) => frame.sort(order).map_err(&query)?,
        None => frame,
    };
    let mut rows = frame.execute_stream().await.map_err(&query)?;
    let mut writer = table.writer()?;
    while let Some(batch) = rows.next().await {
        let batch = aligned(&batch.map_err(&query)?, &schema).map_err(|error| query(error.into()))?;
        writer.write(&batch).await.map_err(StoreError::delta(&name))?;
    }
    let adds = writer.close().await.map_err(StoreError::delta(&name))?;
    table.amend(Change { adds, removes: files, notes: Vec::new() }).await
}
