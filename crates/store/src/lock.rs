//! One writer at a time; the operating system frees the lock when the writer dies.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

use super::StoreError;

/// Held while the store is written.
#[derive(Debug)]
pub struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// The lock of the store in `dir`; `None` where another process holds it.
    pub(super) fn try_acquire(dir: &Path) -> Result<Option<Self>, StoreError> {
        let (path, file) = Self::open(dir)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(StoreError::io(path)(source)),
        }
    }

    /// Waits for the lock of the store in `dir`; calls `waiting` once where another process holds it.
    pub(super) fn acquire(dir: &Path, waiting: impl FnOnce()) -> Result<Self, StoreError> {
        let (path, file) = Self::open(dir)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock().map_err(StoreError::io(&path))?;
            }
            Err(TryLockError::Error(source)) => return Err(StoreError::io(path)(source)),
        }
        Ok(Self { _file: file })
    }

    fn open(dir: &Path) -> Result<(PathBuf, File), StoreError> {
        let path = dir.join("lock");
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).write(true).open(&path).map_err(StoreError::io(&path))?;
        Ok((path, file))
    }
}
