//! A workspace's store: the folder `.jauge`, a Delta table each folder in it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::Damage;

use crate::{
    StoreError, StoredTable, WriterLock,
    links::refuse_links,
    opened::{self, Stamp},
    readable::{log, tail::Tail},
    small_file::read_small,
    tables::TableSpec,
};

/// The store's format; a higher number in its folder means that a newer Jauge wrote it, a lower one an older. Files are known and rows
/// told apart by hashes that differ from one format to the next, so that an older store is refused and not converted. A shipped table
/// that gets a column is another format too: rows loaded before would be without it unseen, and new ones would lose it.
const FORMAT: u32 = 7;

/// Lies in the store while it is repaired: what is begun must be ended before anything else.
pub(crate) const REPAIR: &str = "repair";

/// A workspace's store.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

impl Store {
    /// The store in `dir`, which need not exist yet.
    pub fn open(dir: PathBuf) -> Result<Self, StoreError> {
        refuse_links(&dir)?;
        let store = Self { dir };
        if store.dir.join(REPAIR).exists() {
            return Err(StoreError::RepairUnfinished { path: store.dir });
        }
        store.check_format()?;
        Ok(store)
    }

    /// The store in `dir`, in whatever state that is: for `jauge repair`.
    pub(crate) fn unchecked(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// What is wrong with the number of the format. A damaged one is not a newer one.
    pub(crate) fn check_format(&self) -> Result<(), StoreError> {
        let path = self.dir.join("format");
        let damaged = |damage| Err(StoreError::Damaged { path: path.clone(), damage });
        let text = match read_small(&self.dir, "format")? {
            Some(bytes) => String::from_utf8_lossy(&bytes).trim_matches(['\0', ' ', '\n', '\r']).to_owned(),
            // It is there before any table is.
            None if self.names()?.is_empty() => return Ok(()),
            None => return damaged(Damage::Missing),
        };
        match text.parse::<u32>() {
            Ok(FORMAT) => Ok(()),
            Ok(found) if found < FORMAT => {
                Err(StoreError::Older { path: self.dir.clone(), found: found.to_string(), known: FORMAT })
            }
            Ok(found) => Err(StoreError::Newer { path: self.dir.clone(), found: found.to_string(), known: FORMAT }),
            Err(_) if text.is_empty() => damaged(Damage::Empty),
            Err(error) => damaged(Damage::Unreadable { reason: error.to_string() }),
        }
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes the folder where there is none, and waits to be its only writer.
    pub fn lock(&self, waiting: impl FnOnce()) -> Result<WriterLock, StoreError> {
        refuse_links(&self.dir)?;
        jauge_durable::make_folder(&self.dir).map_err(StoreError::io(&self.dir))?;
        let lock = WriterLock::acquire(&self.dir, waiting)?;
        self.expect_readers()?;
        let path = self.dir.join("format");
        // A store that has tables and no format is damaged, and not a new one.
        if !path.exists() && self.names()?.is_empty() {
            self.write_format(&lock)?;
        }
        Ok(lock)
    }

    /// Writes the number of the format. The caller holds the lock.
    pub(crate) fn write_format(&self, _lock: &WriterLock) -> Result<PathBuf, StoreError> {
        let path = self.dir.join("format");
        // Who opens the store at this moment must find no file or the whole of it.
        jauge_durable::replace(&path, FORMAT.to_string().as_bytes()).map_err(StoreError::io(&path))?;
        Ok(path)
    }

    /// As [`Self::lock`], without waiting: `None` where another process writes.
    pub fn try_lock(&self) -> Result<Option<WriterLock>, StoreError> {
        refuse_links(&self.dir)?;
        fs::create_dir_all(&self.dir).map_err(StoreError::io(&self.dir))?;
        WriterLock::try_acquire(&self.dir)
    }

    /// A fresh folder for files that a load spills; what a killed load left there is removed. The caller holds the lock.
    pub fn spill_dir(&self, _lock: &WriterLock) -> Result<PathBuf, StoreError> {
        let dir = self.dir.join("spill");
        if dir.exists() {
            fs::remove_dir_all(&dir).map_err(StoreError::io(&dir))?;
        }
        fs::create_dir_all(&dir).map_err(StoreError::io(&dir))?;
        Ok(dir)
    }

    /// The table `name` as it stands now; `None` where nothing was ever loaded into it.
    pub async fn table(&self, name: &str) -> Result<Option<StoredTable>, StoreError> {
        let dir = self.dir.join(name);
        if !dir.join("_delta_log").is_dir() {
            return Ok(None);
        }
        let stamp = Stamp::of(&dir);
        if let Some(table) = stamp.as_ref().and_then(|stamp| opened::table(&dir, stamp)) {
            return Ok(Some(table));
        }
        let tail = Tail::read(&dir)?;
        let opened = match StoredTable::open(&dir, name, &tail).await {
            Err(error) => return Err(log::cause(&dir).await.map_or(error, StoreError::from)),
            Ok(opened) => opened,
        };
        if let (Some(table), Some(stamp)) = (&opened, stamp) {
            opened::keep(&dir, stamp, table);
        }
        Ok(opened)
    }

    /// The table of `spec`, made where there is none. The caller holds the lock: two creators are not told apart.
    pub async fn table_or_new(&self, spec: &TableSpec, _lock: &WriterLock) -> Result<StoredTable, StoreError> {
        match self.table(&spec.name).await? {
            Some(table) => Ok(table),
            None => StoredTable::create(&self.dir.join(&spec.name), spec).await,
        }
    }

    /// The names of all tables in the store, sorted.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        self.folders_with(|folder| folder.join("_delta_log").is_dir())
    }

    /// As [`Self::names`], with tables of which only data files are left.
    pub(crate) fn folders(&self) -> Result<Vec<String>, StoreError> {
        self.folders_with(|folder| {
            let is_data = |entry: fs::DirEntry| entry.path().extension().is_some_and(|name| name == "parquet");
            folder.join("_delta_log").is_dir() || fs::read_dir(folder).is_ok_and(|all| all.flatten().any(is_data))
        })
    }

    fn folders_with(&self, is_table: impl Fn(&Path) -> bool) -> Result<Vec<String>, StoreError> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(StoreError::io(&self.dir)(source)),
        };
        let tables = entries.flatten().filter(|entry| is_table(&entry.path()));
        let mut names: Vec<_> = tables.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        Ok(names)
    }
}
