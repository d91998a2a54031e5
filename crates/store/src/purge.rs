//! Older versions of a table, removed from the disk.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use deltalake::checkpoints;
use jauge_durable::sync_folder;

use crate::{Store, StoreError, StoredTable, WriterLock};

/// Where Delta keeps what a table consists of, version by version.
const LOG: &str = "_delta_log";
/// Names the version up to which one file tells all.
const LAST_CHECKPOINT: &str = "_last_checkpoint";
/// Digits of a version in the names of the log.
const DIGITS: usize = 20;

impl Store {
    /// Removes what older versions of every table need (see [`StoredTable::purge`]), once nobody reads them.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn purge(&self, lock: &WriterLock) -> Result<(), StoreError> {
        let _alone = self.wait_for_readers(lock)?;
        for name in self.names()? {
            if let Some(table) = self.table(&name).await? {
                table.purge().await?;
            }
        }
        Ok(())
    }
}

impl StoredTable {
    /// Removes what older versions need: their data files, and their part of the log, which has the smallest and the greatest
    /// value of a column. Nothing is left of what was taken out, whatever time the files carry.
    ///
    /// # Errors
    /// The table cannot be read or written.
    pub async fn purge(&self) -> Result<(), StoreError> {
        for path in self.left_over()? {
            remove(&path)?;
        }
        sync_folder(self.dir()).map_err(StoreError::io(self.dir()))?;
        checkpoints::create_checkpoint(self.delta(), None).await.map_err(StoreError::delta(self.name()))?;
        let version = self.delta().version().unwrap_or_default();
        let log = self.dir().join(LOG);
        for name in names(&log)?.iter().filter(|name| is_older(name, version.into())) {
            remove(&log.join(name))?;
        }
        sync_folder(&log).map_err(StoreError::io(&log))
    }

    /// The data files that this version does not need.
    pub(crate) fn left_over(&self) -> Result<Vec<PathBuf>, StoreError> {
        let needed: BTreeSet<String> = self.files()?.into_iter().map(|file| file.path).collect();
        let files = names(self.dir())?.into_iter().filter(|name| name.contains(".parquet") && !needed.contains(name));
        Ok(files.map(|name| self.dir().join(name)).collect())
    }

    /// The commits of the log as they are written.
    pub(crate) fn commits(&self) -> Result<Vec<PathBuf>, StoreError> {
        let log = self.dir().join(LOG);
        let commits = names(&log)?.into_iter().filter(|name| name.contains(".json"));
        Ok(commits.map(|name| log.join(name)).collect())
    }
}

/// True for what the log can do without, once a checkpoint of `version` is there: all but that checkpoint, its commit, what names
/// it, and what is newer.
fn is_older(name: &str, version: i128) -> bool {
    if name == LAST_CHECKPOINT {
        return false;
    }
    let number = name.get(..DIGITS).and_then(|digits| digits.parse::<i128>().ok());
    match number {
        // What is beside its place was left there by a killed writer.
        Some(number) if number == version => name.contains('#') || name.ends_with(".tmp"),
        Some(number) => number < version,
        // What a killed writer left beside its place.
        None => true,
    }
}

/// The names of the files in `dir`; those that are no UTF-8 are not ours.
fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let entries = fs::read_dir(dir).map_err(StoreError::io(dir))?;
    let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
    Ok(files.filter_map(|entry| entry.file_name().to_str().map(str::to_owned)).collect())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(path)(error)),
        _ => Ok(()),
    }
}

/// Removes the files of `dir` whose names begin with `start`; those that are there.
pub(crate) fn remove_all(dir: &Path, start: &str) -> Result<(), StoreError> {
    names(dir)?.iter().filter(|name| name.starts_with(start)).try_for_each(|name| remove(&dir.join(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_log_the_newest_version_stays() {
        let name = |version: u64, end: &str| format!("{version:020}.{end}");
        let kept = [name(7, "json"), name(7, "checkpoint.parquet"), name(8, "json"), LAST_CHECKPOINT.to_owned()];
        assert!(kept.iter().all(|name| !is_older(name, 7)), "{kept:?}");
        let gone = [
            name(6, "json"),
            name(3, "checkpoint.parquet"),
            name(7, "json#1"),
            "_commit_5.json.tmp".to_owned(),
            "é".to_owned(),
        ];
        assert!(gone.iter().all(|name| is_older(name, 7)), "{gone:?}");
    }
}
