//! Making one table whole again.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{
    aside::SetAside,
    how::{Mending, Role, wanted},
    orphans,
    salvage::{self, salvage},
};
use crate::{
    Change, Store, StoreError, StoredFile, WriterLock, engine,
    readable::{
        Damaged, data,
        log::{Extent, Log},
    },
    rewrite::merge,
};

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mended {
    /// A file is out of the way.
    SetAside(Damaged),
    /// A file was written anew.
    Rewritten(PathBuf),
    /// The log was made anew, over so many rows.
    Salvaged(u64),
    /// A batch whose commit was lost is back, with so many rows.
    Landed(i64, u64),
    /// The table was thrown away: it follows from others.
    Dropped,
}

/// What was done to one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableMended {
    /// What was done, in order.
    pub done: Vec<Mended>,
    /// The batches that lost rows.
    pub lost: BTreeSet<i64>,
}

impl Store {
    /// Makes the table `name` whole again, of what is readable. A table that is whole is not touched.
    ///
    /// # Errors
    /// The folder cannot be read or written. What was done before stays done: mending again goes on from there.
    pub async fn mend(&self, name: &str, how: &Mending<'_>, lock: &WriterLock) -> Result<TableMended, StoreError> {
        let dir = self.dir().join(name);
        let log = Log::read(&dir).await.map_err(StoreError::io(&dir))?;
        let has_data = !data::files(&dir).map_err(StoreError::io(&dir))?.is_empty();
        let extent = if log.files == 0 && has_data { Extent::Broken } else { log.extent() };
        // A log that says what the engine cannot take leads nowhere, however well it reads.
        let is_whole = extent == Extent::Whole && log.damaged().is_empty();
        let extent = if is_whole && self.table(name).await.is_err() { Extent::Broken } else { extent };
        match (how.role, extent) {
            (Role::Derived, extent) => self.drop_damaged(name, &log, extent).await,
            (Role::Notes, Extent::Broken | Extent::ToTail)
            | (Role::NotesBehind, _)
            | (Role::Loaded, Extent::Broken) => salvaged(self, name, &log, how, lock).await,
            (Role::Notes | Role::Loaded, _) => self.set_aside(name, &log, how, lock).await,
        }
    }

    /// Throws the derived table `name` away where anything of it is damaged.
    async fn drop_damaged(&self, name: &str, log: &Log, extent: Extent) -> Result<TableMended, StoreError> {
        let dir = self.dir().join(name);
        let is_damaged = extent != Extent::Whole
            || !log.damaged().is_empty()
            || !self.unreadable(name).await?.is_empty()
            || !self.miscounted(name).await?.is_empty();
        if !is_damaged {
            return Ok(TableMended::default());
        }
        fs::remove_dir_all(&dir).map_err(StoreError::io(&dir))?;
        jauge_durable::sync_folder(self.dir()).map_err(StoreError::io(self.dir()))?;
        Ok(TableMended { done: vec![Mended::Dropped], lost: BTreeSet::new() })
    }

    /// Puts damaged files of the log and damaged data files out of the way, and brings batches back whose commit was lost.
    async fn set_aside(
        &self,
        name: &str,
        log: &Log,
        how: &Mending<'_>,
        lock: &WriterLock,
    ) -> Result<TableMended, StoreError> {
        let mut mended = TableMended::default();
        let aside = SetAside::of(self.dir());
        let put = |path: &Path| aside.put(name, path).map_err(StoreError::io(path));
        for damaged in log.damaged() {
            put(&damaged.path)?;
            mended.done.push(Mended::SetAside(damaged));
        }
        let damaged = self.unreadable(name).await?;
        let Some(mut table) = self.table(name).await? else { return Ok(mended) };
        if !damaged.is_empty() {
            mended.lost = damaged.iter().flat_map(|(file, _)| batches_in(file, how)).collect();
            let removes = damaged.iter().map(|(file, _)| file.clone()).collect();
            table.commit(table.last_batch(), Change { removes, ..Change::default() }).await?;
            for (_, damaged) in damaged {
                put(&damaged.path)?;
                mended.done.push(Mended::SetAside(damaged));
            }
        }
        let miscounted = self.miscounted(name).await?;
        if !miscounted.is_empty() {
            let files = miscounted.iter().map(|file| Mended::Rewritten(table.dir().join(&file.path)));
            mended.done.extend(files);
            let ctx = engine::for_loading(&self.spill_dir(lock)?).map_err(StoreError::query(name))?;
            merge(&ctx, &mut table, miscounted, how.time.clone()).await?;
        }
        if how.role == Role::Loaded {
            let landed = orphans::land(&mut table, &log.removed(), how).await?;
            mended.done.extend(landed.into_iter().map(|(batch, rows)| Mended::Landed(batch, rows)));
        }
        Ok(mended)
    }

    /// The data files of the table `name` that cannot be read; none where its log cannot be.
    async fn unreadable(&self, name: &str) -> Result<Vec<(StoredFile, Damaged)>, StoreError> {
        let Ok(Some(table)) = self.table(name).await else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for file in table.files()? {
            let path = table.dir().join(&file.path);
            if let Some(damage) = data::damage(&path, file.size()).await {
                found.push((file, Damaged { path, damage }));
            }
        }
        Ok(found)
    }

    /// The data files of the table `name` that have another number of rows than its log says.
    async fn miscounted(&self, name: &str) -> Result<Vec<StoredFile>, StoreError> {
        let Ok(Some(table)) = self.table(name).await else { return Ok(Vec::new()) };
        let is_one = |file: &StoredFile| data::miscounted(&table.dir().join(&file.path), file.rows()).is_some();
        Ok(table.files()?.into_iter().filter(is_one).collect())
    }

    /// Ends what an interrupted repair left half done.
    pub(crate) fn finish_swaps(&self) -> Result<(), StoreError> {
        salvage::finish_swaps(self.dir()).map_err(StoreError::io(self.dir()))
    }
}

async fn salvaged(
    store: &Store,
    name: &str,
    log: &Log,
    how: &Mending<'_>,
    lock: &WriterLock,
) -> Result<TableMended, StoreError> {
    let salvaged = salvage(store, name, log, how, lock).await?;
    let mut mended = TableMended::default();
    mended.done.extend(log.damaged().into_iter().chain(salvaged.damaged).map(Mended::SetAside));
    mended.done.push(Mended::Salvaged(salvaged.found.values().sum()));
    let wanted = wanted(how);
    let short = |(batch, rows): (&i64, &u64)| {
        let found = salvaged.found.get(batch).copied().unwrap_or(0);
        (found < *rows && *batch <= salvaged.landed).then_some(*batch)
    };
    mended.lost = wanted.iter().filter_map(short).collect();
    Ok(mended)
}

/// The batches of which `file` may have had rows.
fn batches_in(file: &StoredFile, how: &Mending<'_>) -> Vec<i64> {
    let may_hold = |batch: &i64| file.may_hold("batch_id", &(*batch).into(), &(*batch).into());
    wanted(how).into_iter().filter(|(_, rows)| *rows > 0).map(|(batch, _)| batch).filter(may_hold).collect()
}
