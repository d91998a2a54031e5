//! Why objectives cannot be judged at all.

use std::{io, path::PathBuf};

use jauge_domain::{Message, ObjectiveMessage, ReadFault};
use jauge_lockfile::LockError;
use jauge_store::StoreError;

/// Why no objective was judged, or what was judged could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The files of objectives cannot be read.
    #[error("{:?}", self.message())]
    Files {
        /// The folder or file.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
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

impl JudgeError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        match self {
            Self::Files { path, source } => {
                ObjectiveMessage::Unreadable { path: path.display().to_string(), reason: ReadFault::of(source) }.into()
            }
            Self::Unknown(message) => message.clone().into(),
            Self::Lock(error) => error.message(),
            Self::Store(error) => error.message(),
        }
    }

    /// True where whoever asked may read the workspace and not write it.
    pub fn is_read_only(&self) -> bool {
        match self {
            Self::Store(error) => error.is_read_only(),
            Self::Lock(error) => error.is_read_only(),
            Self::Files { .. } | Self::Unknown(_) => false,
        }
    }
}

impl From<ObjectiveMessage> for JudgeError {
    fn from(message: ObjectiveMessage) -> Self {
        Self::Unknown(message)
    }
}
