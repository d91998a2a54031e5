//! Why what is trusted cannot be looked up or written down.

use std::{io, path::PathBuf, sync::Arc};

use jauge_domain::{Message, ReadFault, TrustMessage};

/// Why what is trusted cannot be looked up or written down. Nothing is trusted then.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum TrustError {
    /// A file is there and cannot be read.
    Read(PathBuf, #[source] Arc<io::Error>),
    /// A file is not as this Jauge writes it.
    Form(PathBuf, #[source] Arc<serde_json::Error>),
    /// A file or folder cannot be written.
    Write(PathBuf, #[source] Arc<io::Error>),
    /// The environment names no folder of the user's.
    NoHome,
}

impl TrustError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        let path = |path: &PathBuf| path.display().to_string();
        let message = match self {
            Self::Read(at, error) => TrustMessage::Unreadable { path: path(at), reason: ReadFault::of(error) },
            Self::Form(at, error) => {
                TrustMessage::Unreadable { path: path(at), reason: ReadFault::System(error.to_string()) }
            }
            Self::Write(at, error) => TrustMessage::Unwritable { path: path(at), reason: error.to_string() },
            Self::NoHome => TrustMessage::NoHome,
        };
        message.into()
    }
}
