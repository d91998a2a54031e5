//! What a killed load left in `loads` and `rejects`, taken out before anything else is written.
//!
//! An entry counts once its batch is not above the last one of its table, so an entry that was lost would come to count with the
//! next batch. Therefore the one way to write begins here. Lost entries go as rows: a file that was merged or written anew
//! holds landed ones beside them.

use std::collections::BTreeSet;

use arrow::{
    array::{AsArray, BooleanArray, RecordBatch},
    datatypes::Int64Type,
};
use datafusion::prelude::SessionContext;

use crate::{
    LOADS, Ledger, REJECTS, Store, StoreError, StoredFile, WriterLock, ledger::Lost, tables::BATCH_ID, without,
};

impl Store {
    /// Waits to be the only writer, and begins as every writer does: what a killed `forget` began is finished, and what is
    /// left of loads that never landed is taken out. Calls `waiting` once where another process writes.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn write(&self, waiting: impl FnOnce()) -> Result<(WriterLock, Ledger), StoreError> {
        let lock = self.lock(waiting)?;
        self.remove_dropped(&lock)?;
        self.check_forgotten().await?;
        self.finish_forgetting(&lock).await?;
        let ledger = Ledger::repair(self, &lock).await?;
        Ok((lock, ledger))
    }

    /// As [`Self::write`], without waiting: `None` where another process writes.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn try_write(&self) -> Result<Option<(WriterLock, Ledger)>, StoreError> {
        let Some(lock) = self.try_lock()? else { return Ok(None) };
        self.remove_dropped(&lock)?;
        self.check_forgotten().await?;
        self.finish_forgetting(&lock).await?;
        let ledger = Ledger::repair(self, &lock).await?;
        Ok(Some((lock, ledger)))
    }
}

impl Ledger {
    /// As [`Self::read`]; entries and rejects of batches that never landed are removed. The caller holds the lock.
    pub(crate) async fn repair(store: &Store, lock: &WriterLock) -> Result<Self, StoreError> {
        let (ledger, lost) = Self::read_all(store).await?;
        ledger.refuse_behind()?;
        // Rejects first: the entries say of which batches, and are still there where this is killed in between.
        let Lost { batches, announced } = &lost;
        take_out(store, lock, REJECTS, batches, *announced).await?;
        take_out(store, lock, LOADS, batches, i64::MAX).await?;
        Ok(ledger)
    }
}

/// Takes the rows of `batches`, and of all batches after `last`, out of the table `name`, which keeps the number of its last batch:
/// no number is given twice.
async fn take_out(
    store: &Store,
    _lock: &WriterLock,
    name: &str,
    batches: &BTreeSet<i64>,
    last: i64,
) -> Result<(), StoreError> {
    let Some(mut table) = store.table(name).await? else { return Ok(()) };
    if batches.is_empty() && table.last_batch() <= last {
        return Ok(());
    }
    let later = last.saturating_add(1);
    let holds = |file: &StoredFile| {
        let may_hold = |low: i64, high: i64| file.may_hold(BATCH_ID, &low.into(), &high.into());
        batches.iter().any(|batch| may_hold(*batch, *batch))
            || (later <= table.last_batch() && may_hold(later, i64::MAX))
    };
    let files: Vec<_> = table.files()?.into_iter().filter(holds).collect();
    let is_lost = |batch: i64| batch > last || batches.contains(&batch);
    let (change, rows) = without(&SessionContext::new(), &table, files, |rows| of_batches(rows, is_lost)).await?;
    if rows > 0 {
        table.commit(table.last_batch(), change).await?;
    }
    Ok(())
}

fn of_batches(rows: &RecordBatch, is_lost: impl Fn(i64) -> bool) -> BooleanArray {
    let batches = rows.column_by_name(BATCH_ID).and_then(|column| column.as_primitive_opt::<Int64Type>());
    match batches {
        Some(batches) => batches.iter().map(|batch| Some(batch.is_some_and(&is_lost))).collect(),
        None => BooleanArray::from(vec![false; rows.num_rows()]),
    }
}
