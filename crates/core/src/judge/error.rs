//! Why objectives cannot be judged at all.

use std::io;

use jauge_domain::ObjectiveMessage;
use jauge_lockfile::LockError;
use jauge_store::StoreError;

/// Why no objective was judged, or what was judged could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The files of objectives cannot be read.
    #[error("{0}")]
    Files(#[source] io::Error),
    /// No objective has a name that was asked for.
    #[error("{0:?}")]
    Unknown(ObjectiveMessage),
    /// jauge.lock cannot be read or written.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ObjectiveMessage> for JudgeError {
    fn from(message: ObjectiveMessage) -> Self {
        Self::Unknown(message)
    }
}
