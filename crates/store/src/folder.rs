//! A workspace's store: the folder `.jauge`, a Delta table each folder in it.

use std::{fs, path::PathBuf};

use crate::{StoreError, StoredTable, WriterLock, links::refuse_links, tables::TableSpec};

/// The store's format; a higher number in its folder means that a newer Jauge wrote it.
const FORMAT: u32 = 1;

/// A workspace's store.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

impl Store {
    /// The store in `dir`, which need not exist yet.
    pub fn open(dir: PathBuf) -> Result<Self, StoreError> {
        refuse_links(&dir)?;
        let path = dir.join("format");
        match fs::read_to_string(&path) {
            Ok(found) if found.trim().parse::<u32>().is_ok_and(|found| found <= FORMAT) => Ok(Self { dir }),
            Ok(found) => Err(StoreError::Newer { path: dir, found: found.trim().to_owned(), known: FORMAT }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self { dir }),
            Err(source) => Err(StoreError::io(path)(source)),
        }
    }

    /// Makes the folder where there is none, and waits to be its only writer.
    pub fn lock(&self, waiting: impl FnOnce()) -> Result<WriterLock, StoreError> {
        refuse_links(&self.dir)?;
        fs::create_dir_all(&self.dir).map_err(StoreError::io(&self.dir))?;
        let lock = WriterLock::acquire(&self.dir, waiting)?;
        let path = self.dir.join("format");
        if !path.exists() {
            // Written aside first: who opens the store at this moment must find no file or the whole of it.
            let aside = self.dir.join("format.new");
            fs::write(&aside, FORMAT.to_string()).map_err(StoreError::io(&aside))?;
            fs::rename(&aside, &path).map_err(StoreError::io(&path))?;
        }
        Ok(lock)
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
        if self.dir.join(name).join("_delta_log").is_dir() {
            return StoredTable::open(&self.dir.join(name), name).await;
        }
        Ok(None)
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
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(StoreError::io(&self.dir)(source)),
        };
        let tables = entries.flatten().filter(|entry| entry.path().join("_delta_log").is_dir());
        let mut names: Vec<_> = tables.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        Ok(names)
    }
}
