//! The frame of a repair: what is begun is remembered in the store until it is ended, and nothing else is done in between.

use std::{collections::BTreeSet, fs, io, path::PathBuf};

use super::aside::SetAside;
use crate::{Store, StoreError, WriterLock, folder::REPAIR};

/// A table and a batch of it that lost rows.
pub type LostBatch = (String, i64);

impl Store {
    /// The store in `dir` under repair, with its lock: nobody else opens it until [`Self::end_repair`]. With it what was found
    /// lost by a repair that was interrupted.
    ///
    /// # Errors
    /// The folder cannot be written, or the store was written by another Jauge.
    pub fn begin_repair(
        dir: PathBuf,
        waiting: impl FnOnce(),
    ) -> Result<(Self, WriterLock, BTreeSet<LostBatch>), StoreError> {
        let store = Self::unchecked(dir);
        match store.check_format() {
            Ok(()) | Err(StoreError::Damaged { .. }) => {}
            Err(another) => return Err(another),
        }
        let lock = store.lock(waiting)?;
        let path = store.dir().join(REPAIR);
        let lost = match fs::read_to_string(&path) {
            Ok(text) => text.lines().filter_map(read_lost).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
            Err(source) => return Err(StoreError::io(path)(source)),
        };
        store.remember_lost(&lost, &lock)?;
        store.finish_swaps()?;
        Ok((store, lock, lost))
    }

    /// Remembers which batches lost rows, so that a repair that is interrupted knows them still.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn remember_lost(&self, lost: &BTreeSet<LostBatch>, _lock: &WriterLock) -> Result<(), StoreError> {
        let path = self.dir().join(REPAIR);
        let text: String = lost.iter().map(|(table, batch)| format!("{batch} {table}\n")).collect();
        jauge_durable::replace(&path, text.as_bytes()).map_err(StoreError::io(path))
    }

    /// Writes the number of the format anew where it is damaged.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn mend_format(&self, lock: &WriterLock) -> Result<Option<PathBuf>, StoreError> {
        match self.check_format() {
            Err(StoreError::Damaged { .. }) => self.write_format(lock).map(Some),
            checked => checked.map(|()| None),
        }
    }

    /// The names of the tables, those of which only data files are left among them; sorted.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn damaged_or_not(&self) -> Result<Vec<String>, StoreError> {
        self.folders()
    }

    /// Ends the repair: the store is open to everybody again.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn end_repair(&self) -> Result<(), StoreError> {
        let path = self.dir().join(REPAIR);
        fs::remove_file(&path).and_then(|()| jauge_durable::sync_folder(self.dir())).map_err(StoreError::io(path))
    }

    /// Where what cannot be read was put.
    pub fn aside(&self) -> SetAside {
        SetAside::of(self.dir())
    }
}

fn read_lost(line: &str) -> Option<LostBatch> {
    let (batch, table) = line.split_once(' ')?;
    Some((table.to_owned(), batch.parse().ok()?))
}
