//! Tables of many small loads kept in few files, and nothing on the disk that no table needs.
//!
//! Files are merged with those of their magnitude, so that a row is written again as often as there are magnitudes, and not with
//! every load. What a merge, a load or a killed writer left is removed once nobody reads.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
};

use crate::{Store, StoreError, StoredFile, StoredTable, WriterLock, engine, readers::READERS, rewrite::merge};

/// Files of one magnitude hold up to so many times the rows of the one below.
const MAGNITUDE: u64 = 16;
/// So many files of one magnitude are merged.
const CROWD: usize = 8;
/// A file of so many rows stays as it is: one more hardly counts, and its span of time is worth keeping.
const SETTLED: u64 = 65_536;
/// As [`SETTLED`], of derived tables, where a day that changes is written anew with its whole file.
const SETTLED_DERIVED: u64 = 8_192;
/// As [`SETTLED`], in bytes.
const SETTLED_BYTES: i64 = 32 * 1024 * 1024;
/// A log with more commits is summed up.
const COMMITS: usize = 16;

impl Store {
    /// Merges small files, sums up long logs and removes what no table needs, as far as nobody reads or writes. A file that is merged
    /// is in the order of the column that `time_of` names.
    ///
    /// Rows only go from one file to another, so nothing needs to be taken out first.
    ///
    /// # Errors
    /// The store cannot be read or written. Whatever was not done yet stays as it is.
    pub async fn tidy(&self, time_of: impl Fn(&str) -> Option<String>) -> Result<(), StoreError> {
        let Some(lock) = self.try_lock()? else { return Ok(()) };
        let mut tables = Vec::new();
        for name in self.names()? {
            let Some(mut table) = self.table(&name).await? else { continue };
            self.merge_small(&mut table, &lock, time_of(&name)).await?;
            tables.push(table);
        }
        let Some(_alone) = self.alone(&lock)? else { return Ok(()) };
        for table in tables {
            clear(&table).await?;
        }
        Ok(())
    }

    async fn merge_small(
        &self,
        table: &mut StoredTable,
        lock: &WriterLock,
        time: Option<String>,
    ) -> Result<(), StoreError> {
        let settled = if table.rules() == 0 { SETTLED } else { SETTLED_DERIVED };
        let is_small = |file: &StoredFile| {
            file.rows().is_some_and(|rows| rows < settled) && file.size().is_none_or(|size| size < SETTLED_BYTES)
        };
        let files = crowd(table.files()?.into_iter().filter(is_small), |file| file.rows().unwrap_or(0));
        if files.is_empty() {
            return Ok(());
        }
        let ctx = engine::for_loading(&self.spill_dir(lock)?).map_err(StoreError::query("spill"))?;
        merge(&ctx, table, files, time).await
    }

    /// Keeps readers out until the answer is dropped; `None` where somebody reads.
    fn alone(&self, _lock: &WriterLock) -> Result<Option<File>, StoreError> {
        let path = self.dir().join(READERS);
        let file = File::open(&path).map_err(StoreError::io(path))?;
        Ok(file.try_lock().is_ok().then_some(file))
    }
}

/// Removes the files that `table` does not need, and what its log can do without where that is long.
async fn clear(table: &StoredTable) -> Result<(), StoreError> {
    for path in table.left_over()? {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(StoreError::io(path)(error)),
            _ => {}
        }
    }
    if table.commits()?.len() > COMMITS {
        table.purge().await?;
    }
    Ok(())
}

/// Which of `files` to make one file of: those of each magnitude of `rows` that has too many.
fn crowd<T>(files: impl Iterator<Item = T>, rows: impl Fn(&T) -> u64) -> Vec<T> {
    let mut by_magnitude: BTreeMap<u32, Vec<T>> = BTreeMap::new();
    for file in files {
        by_magnitude.entry(rows(&file).max(1).ilog(MAGNITUDE)).or_default().push(file);
    }
    let mut crowd = Vec::new();
    for alike in by_magnitude.into_values() {
        // What comes of the smaller ones is one more.
        if alike.len() + usize::from(!crowd.is_empty()) >= CROWD {
            crowd.extend(alike);
        }
    }
    crowd
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_many_small_loads_there_are_few_files_and_rows_were_seldom_written_again() {
        for rows in [1, 3, 20, 100] {
            let (mut files, mut written, mut most) = (Vec::<u64>::new(), 0, 0);
            for _ in 0..10_000 {
                files.push(rows);
                let small = files.iter().copied().enumerate().filter(|(_, rows)| *rows < SETTLED);
                let merged = crowd(small, |(_, rows)| *rows);
                if !merged.is_empty() {
                    let places: Vec<usize> = merged.iter().map(|(place, _)| *place).collect();
                    let whole = merged.iter().map(|(_, rows)| rows).sum();
                    files = files
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| !places.contains(at))
                        .map(|(_, rows)| *rows)
                        .collect();
                    files.push(whole);
                    written += whole;
                }
                most = most.max(files.iter().filter(|rows| **rows < SETTLED).count());
            }
            assert_eq!(files.iter().sum::<u64>(), 10_000 * rows);
            assert!(most <= 28, "{most} files of loads of {rows}");
            assert!(written <= 10 * 10_000 * rows, "{written} rows written again, of loads of {rows}");
        }
    }

    #[test]
    fn few_files_and_large_ones_among_small_ones_stay() {
        assert_eq!(crowd([1, 2, 3, 4, 5, 6, 7, 1000].into_iter(), |rows| *rows), Vec::<u64>::new());
        assert_eq!(crowd([1, 2, 3, 4, 5, 6, 7, 8, 1000].into_iter(), |rows| *rows), [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
