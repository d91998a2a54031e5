//! A table taken out of the store whole: with every version, its log, and what is told of its loads.
//!
//! Entries of `loads` count only where their table is. So one rename, out of the place of the table, is all that is seen of it; what is
//! told of its loads is then what a killed load leaves, and goes as that does.

use std::{fs, io, path::Path};

use jauge_durable::{make_folder, sync_folder};

use crate::{Ledger, Store, StoreError, WriterLock};

/// Where a table lies until its files are removed. No table has a name with a point.
const DROPPED: &str = ".dropped";

/// What a table had that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DroppedTable {
    /// Its rows.
    pub rows: u64,
    /// The files that had been loaded into it, which can be loaded again.
    pub files: usize,
}

impl Store {
    /// Takes the table `name` out of the store and forgets its loads, so that the same files can be loaded again, in whatever way. `None`
    /// where the store has no such table.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn drop_table(&self, name: &str, waiting: impl FnOnce()) -> Result<Option<DroppedTable>, StoreError> {
        let (lock, ledger) = self.write(waiting).await?;
        // What is no table of this store is no name of one, and never a path.
        if !self.names()?.iter().any(|known| known == name) {
            return Ok(None);
        }
        let rows = match self.table(name).await? {
            Some(table) => table.files()?.iter().filter_map(|file| file.rows()).sum(),
            None => 0,
        };
        let is_file = |entry: &&crate::LedgerEntry| entry.table_name == name && entry.stream.is_some();
        let files = ledger.entries().iter().filter(is_file).count();
        self.take_away(name, &lock)?;
        Ledger::repair(self, &lock).await?;
        Ok(Some(DroppedTable { rows, files }))
    }

    /// Takes the folder of the table `name` out of its place and removes it, once nobody reads. The caller holds the lock.
    ///
    /// # Errors
    /// The folder cannot be moved or removed.
    pub fn take_away(&self, name: &str, lock: &WriterLock) -> Result<(), StoreError> {
        self.remove_dropped(lock)?;
        let _alone = self.wait_for_readers(lock)?;
        let (table, aside) = (self.dir().join(name), self.dir().join(DROPPED));
        make_folder(&aside).map_err(StoreError::io(&aside))?;
        fs::rename(&table, aside.join(name)).map_err(StoreError::io(&table))?;
        for dir in [self.dir(), &aside] {
            sync_folder(dir).map_err(StoreError::io(dir))?;
        }
        self.remove_dropped(lock)
    }

    /// Removes what a killed [`Self::take_away`] left. The caller holds the lock.
    ///
    /// # Errors
    /// It cannot be removed.
    pub(crate) fn remove_dropped(&self, _lock: &WriterLock) -> Result<(), StoreError> {
        remove_folder(&self.dir().join(DROPPED))
    }
}

fn remove_folder(dir: &Path) -> Result<(), StoreError> {
    if !dir.exists() {
        return Ok(());
    }
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(dir)(error)),
        _ => Ok(()),
    }
}
