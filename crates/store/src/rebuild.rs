//! Writing tables anew: the same rows in fewer files, in the order of time.

use datafusion::prelude::{SessionContext, col};
use futures::StreamExt;

use super::{Change, Store, StoreError, StoredTable, aligned};
use crate::engine;

/// What was done to one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The table.
    pub table: String,
    /// Its data files before.
    pub before: usize,
    /// Its data files now.
    pub after: usize,
}

impl Store {
    /// Writes every table anew in the order of the column that `time_of` names, and removes files that no version of a table
    /// from the last seven days needs.
    pub async fn rebuild(
        &self,
        time_of: impl Fn(&str) -> Option<String>,
        waiting: impl FnOnce(),
    ) -> Result<Vec<Rebuilt>, StoreError> {
        let (lock, _) = self.write(waiting).await?;
        let ctx = engine::for_loading(&self.spill_dir(&lock)?).map_err(StoreError::query("spill"))?;
        let mut rebuilt = Vec::new();
        for name in self.names()? {
            let Some(mut table) = self.table(&name).await? else { continue };
            let before = table.files()?.len();
            // Derived tables keep whole days in files of their own.
            if before > 1 && table.rules() == 0 {
                rewrite(&ctx, &mut table, time_of(&name)).await?;
            }
            table.vacuum().await?;
            rebuilt.push(Rebuilt { before, after: table.files()?.len(), table: name });
        }
        Ok(rebuilt)
    }
}

async fn rewrite(ctx: &SessionContext, table: &mut StoredTable, time: Option<String>) -> Result<(), StoreError> {
    let name = table.name().to_owned();
    let query = StoreError::query(&name);
    let schema = table.schema()?;
    let frame = ctx.read_table(table.provider(None).await?).map_err(&query)?;
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
    let removes = table.files()?;
    table.commit(table.last_batch(), Change { adds, removes }).await
}
