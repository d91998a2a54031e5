//! Tables that were opened before: as long as the log of one looks as it did, it is not read again. A command asks for the same table
//! several times, and reading a log takes longer than most answers.

use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsString,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use crate::StoredTable;

/// Two changes of a file that are no further apart than this may have the same time.
const TICK: SignedDuration = SignedDuration::from_millis(20);
/// The same where the file system counts in seconds, as it does where the time of a change has no part of one.
const COARSE_TICK: SignedDuration = SignedDuration::from_secs(2);
/// So many tables are kept: more than a workspace has, and not those of all workspaces that a process ever opened.
const MOST: usize = 64;

/// The tables that were opened, by their folders, with how their logs looked then.
static OPENED: LazyLock<Mutex<HashMap<PathBuf, (Stamp, StoredTable)>>> = LazyLock::new(Mutex::default);

/// The files of a log. A commit has a name of its own and is never changed; what somebody else did to one shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    files: BTreeMap<OsString, Facts>,
}

/// How one file looks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    length: u64,
    inode: u64,
    modified: Timestamp,
    /// When anything of it was changed last, its times too: those of a copy may be set to be those of another file, this may not.
    changed: Timestamp,
}

impl Facts {
    fn of(file: &fs::Metadata) -> Option<Self> {
        let time = |seconds, nanos: i64| Timestamp::new(seconds, i32::try_from(nanos).ok()?).ok();
        let modified = time(file.mtime(), file.mtime_nsec())?;
        Some(Self { length: file.len(), inode: file.ino(), modified, changed: time(file.ctime(), file.ctime_nsec())? })
    }
}

impl Stamp {
    /// How the log of the table in `dir` looks; `None` where it cannot be looked at, and where it changed so lately that the next
    /// change might not show.
    pub(crate) fn of(dir: &Path) -> Option<Self> {
        let entries = fs::read_dir(dir.join("_delta_log")).ok()?;
        let file = |entry: std::io::Result<fs::DirEntry>| {
            let entry = entry.ok()?;
            Some((entry.file_name(), Facts::of(&entry.metadata().ok()?)?))
        };
        let files: BTreeMap<_, _> = entries.map(file).collect::<Option<_>>()?;
        let newest = files.values().map(|file| file.modified.max(file.changed)).max()?;
        let tick = if newest.subsec_nanosecond() == 0 { COARSE_TICK } else { TICK };
        (Timestamp::now().duration_since(newest) > tick).then_some(Self { files })
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
        std::thread::sleep((TICK * 3).unsigned_abs());
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
        // As long as before, and as old.
        let (last, other) = (folder.join("_delta_log/00000000000000000001.json"), folder.join("other"));
        fs::copy(&last, &other).unwrap();
        let modified = fs::metadata(&last).unwrap().modified().unwrap();
        fs::File::options().write(true).open(&other).unwrap().set_modified(modified).unwrap();
        fs::rename(&other, &last).unwrap();
        later();
        assert!(!is_kept(), "another file of one name");
        assert_eq!(store.table(LOADS).await.unwrap().unwrap().last_batch(), 7);
        assert!(is_kept());
        // As long as before, but of zeros: what a disk leaves that lost a page.
        fs::write(&last, vec![0; fs::read(&last).unwrap().len()]).unwrap();
        assert!(matches!(store.table(LOADS).await, Err(StoreError::Damaged { .. })));
    }
}
