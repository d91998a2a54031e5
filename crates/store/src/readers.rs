//! Those who read: files of older versions stay while they do.
//!
//! Opening a workspace to read writes nothing, so a reader cannot say which versions it holds. It holds a shared lock on a file
//! instead, which the operating system frees when it dies; who removes older versions waits for the other side of it.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
    time::{Duration, Instant},
};

use crate::{Store, StoreError, WriterLock};

/// The file that readers lock.
pub(crate) const READERS: &str = "readers";
/// So long is waited for readers: a prompt that is left open must not keep what was to be forgotten.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often is looked whether they are gone.
const LOOK: Duration = Duration::from_millis(20);

/// Held while versions of tables are read.
#[derive(Debug)]
pub struct ReaderLock {
    /// `None` where nothing was written yet, or where the file system has no locks.
    _file: Option<File>,
}

impl Store {
    /// Says that tables are read from now on, until the answer is dropped. Waits where older versions are just being removed.
    pub fn reading(&self) -> ReaderLock {
        let file = File::open(self.dir().join(READERS)).ok();
        ReaderLock { _file: file.filter(|file| file.lock_shared().is_ok()) }
    }

    /// Waits until nobody reads a version of before, but not forever; until the answer is dropped, who begins to read waits.
    pub(crate) fn wait_for_readers(&self, _lock: &WriterLock) -> Result<File, StoreError> {
        let path = self.dir().join(READERS);
        let file = make_file(&path).map_err(StoreError::io(&path))?;
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
                _ => break,
            }
        }
        Ok(file)
    }

    /// Makes the file that readers lock, where it is not there yet.
    pub(crate) fn expect_readers(&self) -> Result<(), StoreError> {
        let path = self.dir().join(READERS);
        make_file(&path).map(drop).map_err(StoreError::io(path))
    }
}

fn make_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}
