//! The frame of a repair: what is begun is remembered in the store until it is ended, and nothing else is done in between.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::aside::SetAside;
use crate::{Store, StoreError, WriterLock, folder::REPAIR, small_file::read_small};

/// The batches that no repair could bring back yet.
const SHORT: &str = "short";

/// A table and a batch of it that lost rows.
pub type LostBatch = (String, i64);

/// A repair that was begun.
#[derive(Debug)]
pub struct BegunRepair {
    /// The store: nobody else opens it until [`Store::end_repair`].
    pub store: Store,
    /// Its lock.
    pub lock: WriterLock,
    /// What was found lost by a repair that was interrupted, or that could not bring it back.
    pub lost: BTreeSet<LostBatch>,
    /// True where one before was interrupted: something may be half done.
    pub goes_on: bool,
}

impl Store {
    /// Puts the store in `dir` under repair.
    ///
    /// # Errors
    /// The folder cannot be written, or the store was written by another Jauge.
    pub fn begin_repair(dir: PathBuf, waiting: impl FnOnce()) -> Result<BegunRepair, StoreError> {
        let store = Self::unchecked(dir);
        match store.check_format() {
            Ok(()) | Err(StoreError::Damaged { .. }) => {}
            Err(another) => return Err(another),
        }
        let lock = store.lock(waiting)?;
        for path in [REPAIR, SHORT].map(|name| store.dir().join(name)) {
            store.aside().put_foreign(&path).map_err(StoreError::io(&path))?;
        }
        let goes_on = store.dir().join(REPAIR).exists();
        let mut lost = read_lost(store.dir(), REPAIR)?;
        lost.extend(store.short()?);
        store.remember_lost(&lost, &lock)?;
        store.finish_swaps()?;
        Ok(BegunRepair { store, lock, lost, goes_on })
    }

    /// Remembers which batches lost rows, so that a repair that is interrupted knows them still.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn remember_lost(&self, lost: &BTreeSet<LostBatch>, _lock: &WriterLock) -> Result<(), StoreError> {
        write_lost(&self.dir().join(REPAIR), lost)
    }

    /// The batches that lost rows and were not brought back yet.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn short(&self) -> Result<BTreeSet<LostBatch>, StoreError> {
        read_lost(self.dir(), SHORT)
    }

    /// Remembers `short` as the batches that lost rows and were not brought back yet. Whoever calls it is the only writer.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn keep_short(&self, short: &BTreeSet<LostBatch>) -> Result<(), StoreError> {
        let path = self.dir().join(SHORT);
        match short.is_empty() {
            false => write_lost(&path, short),
            true => match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(path)(error)),
                _ => Ok(()),
            },
        }
    }

    /// Writes the number of the format anew where it is damaged.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn mend_format(&self, lock: &WriterLock) -> Result<Option<PathBuf>, StoreError> {
        match self.check_format() {
            Err(StoreError::Damaged { path, .. }) => {
                self.aside().put_foreign(&path).map_err(StoreError::io(&path))?;
                self.write_format(lock).map(Some)
            }
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

fn write_lost(path: &Path, lost: &BTreeSet<LostBatch>) -> Result<(), StoreError> {
    let text: String = lost.iter().map(|(table, batch)| format!("{batch} {table}\n")).collect();
    jauge_durable::replace(path, text.as_bytes()).map_err(StoreError::io(path))
}

fn read_lost(dir: &Path, name: &str) -> Result<BTreeSet<LostBatch>, StoreError> {
    let text = read_small(dir, name)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    Ok(text.lines().filter_map(lost_batch).collect())
}

fn lost_batch(line: &str) -> Option<LostBatch> {
    let (batch, table) = line.split_once(' ')?;
    Some((table.to_owned(), batch.parse().ok()?))
}
