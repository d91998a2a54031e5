//! Data files without some of their rows, and several as one.

use arrow::{
    array::{BooleanArray, RecordBatch},
    compute::filter_record_batch,
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
    let mut change = Change::default();
    let mut dropped = 0;
    for file in files {
        let (adds, lost) = rest(ctx, table, &file, &drops).await?;
        if lost > 0 {
            change.adds.extend(adds);
            change.removes.push(file);
            dropped += lost;
        } else {
            // The copy of a file that loses nothing is of no use, and invisible where it cannot be removed.
            adds.iter().for_each(|add| drop(std::fs::remove_file(table.dir().join(&add.path))));
        }
    }
    Ok((change, dropped))
}

async fn rest(
    ctx: &SessionContext,
    table: &StoredTable,
    file: &StoredFile,
    drops: impl Fn(&RecordBatch) -> BooleanArray,
) -> Result<(Vec<Add>, u64), StoreError> {
    let query = StoreError::query(table.name());
    let delta = StoreError::delta(table.name());
    let schema = table.schema()?;
    let frame = ctx.read_table(table.provider(Some(std::slice::from_ref(file))).await?).map_err(&query)?;
    let mut batches = frame.execute_stream().await.map_err(&query)?;
    let mut writer: DeltaWriter = table.writer()?;
    let mut lost = 0;
    while let Some(batch) = batches.next().await {
        let arrow = |error: arrow::error::ArrowError| query(DataFusionError::from(error));
        let batch = aligned(&batch.map_err(&query)?, &schema).map_err(arrow)?;
        let drop = drops(&batch);
        lost += drop.true_count() as u64;
        let keep = arrow::compute::not(&drop).map_err(arrow)?;
        writer.write(&filter_record_batch(&batch, &keep).map_err(arrow)?).await.map_err(&delta)?;
    }
    Ok((writer.close().await.map_err(&delta)?, lost))
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
