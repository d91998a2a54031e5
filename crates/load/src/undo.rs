//! Taking a batch back.

use arrow::{
    array::{AsArray, BooleanArray, RecordBatch},
    datatypes::Int64Type,
};
use datafusion::prelude::SessionContext;

use super::LoadError;
use jauge_store::{LedgerEntry, Store, announce, tables::BATCH_ID, without};

/// Takes the rows of `batch` out of its table, and forgets its files, so that they can be loaded again. Returns the table
/// and how many rows went. Rows that the batch replaced are not brought back, and rows that it
/// moved further in front stay there.
pub async fn undo(store: &Store, batch: i64) -> Result<(String, u64), LoadError> {
    let (lock, ledger) = store.write(|| {}).await?;
    let entry = ledger.entries().iter().find(|entry| entry.batch_id == batch && entry.stream.is_some());
    let entry = entry.ok_or(LoadError::UnknownBatch { batch })?;
    let Some(mut table) = store.table(&entry.table_name).await? else { return Err(LoadError::UnknownBatch { batch }) };
    let number = batch.into();
    let files = table.files()?.into_iter().filter(|file| file.may_hold(BATCH_ID, &number, &number)).collect();
    let ctx = SessionContext::new();
    let (change, rows) = without(&ctx, &table, files, |rows| brought_by(rows, batch)).await?;
    let next = ledger.next();
    let entry = LedgerEntry {
        batch_id: next,
        table_name: entry.table_name.clone(),
        source_name: entry.source_name.clone(),
        undoes: Some(batch),
        loaded_at: jiff::Timestamp::now().to_string(),
        ..LedgerEntry::default()
    };
    announce(store, &lock, next, std::slice::from_ref(&entry), &[]).await?;
    table.commit(next, change).await?;
    Ok((entry.table_name, rows))
}

fn brought_by(rows: &RecordBatch, batch: i64) -> BooleanArray {
    let batches = rows.column_by_name(BATCH_ID).and_then(|column| column.as_primitive_opt::<Int64Type>());
    match batches {
        Some(batches) => batches.iter().map(|number| Some(number == Some(batch))).collect(),
        None => BooleanArray::from(vec![false; rows.num_rows()]),
    }
}
