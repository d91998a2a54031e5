//! Tables that were opened before: as long as the log of one looks as it did, it is not read again. A command asks for the same table
//! several times, and reading a log takes longer than most answers.

use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use crate::StoredTable;

/// Two changes of a file that are no further apart than this may have the same time.
const TICK: Duration = Duration::from_millis(20);
/// So many tables are kept: more than a workspace has, and not those of all workspaces that a process ever opened.
const MOST: usize = 64;

/// The tables that were opened, by their folders, with how their logs looked then.
static OPENED: LazyLock<Mutex<HashMap<PathBuf, (Stamp, StoredTable)>>> = LazyLock::new(Mutex::default);

/// The files of a log, each with when it was changed and its length. A commit has a name of its own and is never changed; what a
/// failing disk or somebody else did to one shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    files: BTreeMap<OsString, (SystemTime, u64)>,
}

impl Stamp {
    /// How the log of the table in `dir` looks; `None` where it cannot be looked at, and where it changed so lately that the next
    /// change might not show.
    pub(crate) fn of(dir: &Path) -> Option<Self> {
        let entries = fs::read_dir(dir.join("_delta_log")).ok()?;
        let file = |entry: std::io::Result<fs::DirEntry>| {
            let entry = entry.ok()?;
            let facts = entry.metadata().ok()?;
            Some((entry.file_name(), (facts.modified().ok()?, facts.len())))
        };
        let files: BTreeMap<_, _> = entries.map(file).collect::<Option<_>>()?;
        let newest = files.values().map(|(changed, _)| *changed).max()?;
        newest.elapsed().is_ok_and(|age| age > TICK).then_some(Self { files })
    }
}

/// The table in `dir` as it was opened before, where its log, which looks like `stamp`, looked the same.
pub(crate) fn table(dir: &Path, stamp: &Stamp) -> Option<StoredTable> {
    let opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    opened.get(dir).filter(|(before, _)| before == stamp).map(|(_, table)| table.clone())
}

/// Keeps `table` of `dir`, whose log looked like `stamp` before it was read, unless it looks otherwise by now.
pub(crate) fn keep(dir: &Path, stamp: Stamp, table: &StoredTable) {
    if Stamp::of(dir).as_ref() != Some(&stamp) {
        return;
    }
    let mut opened = OPENED.lock().unwrap_or_else(PoisonError::into_inner);
    if opened.len() >= MOST {
        opened.clear();
    }
    opened.insert(dir.to_owned(), (stamp, table.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, LOADS, Store, StoreError, bookkeeping};

    /// Longer than the clock of a file system takes for a tick.
    fn later() {
        std::thread::sleep(TICK * 3);
    }

    #[tokio::test]
    async fn a_table_is_read_again_as_soon_as_its_log_looks_otherwise() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path().to_owned()).unwrap();
        let lock = store.lock(|| {}).unwrap();
        let folder = dir.path().join(LOADS);
        let is_kept = || Stamp::of(&folder).is_some_and(|stamp| table(&folder, &stamp).is_some());
        let mut loads = store.table_or_new(bookkeeping()[0], &lock).await.unwrap();
        later();
        let first = store.table(LOADS).await.unwrap().unwrap();
        assert!(first.last_batch() == 0 && is_kept());
        loads.commit(7, Change::default()).await.unwrap();
        assert_eq!(store.table(LOADS).await.unwrap().unwrap().last_batch(), 7);
        later();
        assert!(!is_kept(), "as it was before the commit");
        assert_eq!(store.table(LOADS).await.unwrap().unwrap().last_batch(), 7);
        assert!(is_kept());
        // As long as before, but of zeros: what a disk leaves that lost a page.
        let last = folder.join("_delta_log/00000000000000000001.json");
        fs::write(&last, vec![0; fs::read(&last).unwrap().len()]).unwrap();
        assert!(matches!(store.table(LOADS).await, Err(StoreError::Damaged { .. })));
    }
}
