//! What must be known of a table to mend it.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use futures::StreamExt;

use crate::{
    Change, LedgerEntry, StoreError, StoredTable, aligned,
    readable::data,
    tables::{BATCH_ID, Repeated},
};

/// Says which rows of a batch must not come back.
pub type Drops<'a> = &'a (dyn Fn(&RecordBatch) -> Result<Vec<usize>, StoreError> + Send + Sync);

/// What must be known of a table to mend it.
pub struct Mending<'a> {
    /// The columns that name a row; where there are none, the whole row does.
    pub key: Vec<String>,
    /// What a repeated key means.
    pub repeated: Repeated,
    /// The column that its rows are in the order of.
    pub time: Option<String>,
    /// What the table is to Jauge.
    pub role: Role,
    /// What was announced of it, whether it landed or not.
    pub entries: &'a [LedgerEntry],
    /// The batches that were taken back.
    pub undone: &'a BTreeSet<i64>,
    /// Which rows must not come back.
    pub drops: Drops<'a>,
}

/// What a table is to Jauge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sources are loaded into it.
    Loaded,
    /// Jauge's own notes. Every row of it that is readable counts.
    Notes,
    /// Notes whose log looks whole, and of which commits are missing nevertheless.
    NotesBehind,
    /// It follows from others.
    Derived,
}

/// How many rows each batch brought that counts.
pub(super) fn wanted(how: &Mending<'_>) -> BTreeMap<i64, u64> {
    let mut wanted = BTreeMap::new();
    for entry in how.entries.iter().filter(|entry| entry.stream.is_some() && !how.undone.contains(&entry.batch_id)) {
        *wanted.entry(entry.batch_id).or_default() += (entry.new + entry.updated).unsigned_abs();
    }
    wanted
}

/// Writes `rows` to `table` and commits them as `batch`. Returns how many rows of each batch they were.
pub(super) async fn written(
    table: &mut StoredTable,
    mut rows: SendableRecordBatchStream,
    batch: i64,
) -> Result<BTreeMap<i64, u64>, StoreError> {
    let name = table.name().to_owned();
    let (query, delta) = (StoreError::query(&name), StoreError::delta(&name));
    let schema = table.schema()?;
    let mut writer = table.writer()?;
    let mut found = BTreeMap::new();
    while let Some(rows) = rows.next().await {
        let rows = aligned(&rows.map_err(&query)?, &schema).map_err(|error| query(error.into()))?;
        for number in data::numbers(&rows, BATCH_ID) {
            *found.entry(number).or_default() += 1;
        }
        writer.write(&rows).await.map_err(&delta)?;
    }
    let adds = writer.close().await.map_err(&delta)?;
    table.commit(batch, Change { adds, ..Change::default() }).await?;
    Ok(found)
}
