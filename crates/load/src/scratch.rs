//! Where a load works of which nothing is kept: beside the store, which need not be writable.

use jauge_store::{Ledger, Store, StoreError};
use tempfile::TempDir;

/// A store in the system's folder for temporary files, which goes with this value.
pub(crate) struct Scratch {
    store: Store,
    _dir: TempDir,
}

impl Scratch {
    /// A new one, with nothing in it.
    ///
    /// # Errors
    /// The system has no room for it.
    pub(crate) fn new() -> Result<Self, StoreError> {
        let dir = tempfile::Builder::new().prefix("jauge-").tempdir();
        let dir = dir.map_err(StoreError::io(std::env::temp_dir()))?;
        Ok(Self { store: Store::open(dir.path().join("store"))?, _dir: dir })
    }

    /// The store that is written instead.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }
}

/// What was loaded into `store` before, as a writer would find it; nothing is written.
///
/// # Errors
/// The store cannot be read, or refuses to be written.
pub(crate) async fn ledger(store: &Store) -> Result<Ledger, StoreError> {
    let ledger = Ledger::read(store).await?;
    match ledger.behind().cloned() {
        Some((table, batch)) => Err(StoreError::Behind { table, batch }),
        None => Ok(ledger),
    }
}
