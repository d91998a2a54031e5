//! Why jauge.lock cannot be read or written.

use std::io;

use jauge_domain::{LockMessage, LockSection, Message, ReadFault};

/// Why jauge.lock cannot be read or written. It is as it was.
#[derive(Debug, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum LockError {
    /// The file is there and cannot be read.
    Read(#[source] io::Error),
    /// The file cannot be written.
    Write(#[source] io::Error),
    /// The file has no content, which Jauge never writes.
    Empty,
    /// The file is no TOML.
    Syntax(#[source] toml::de::Error),
    /// A section has what it cannot have.
    Section(LockSection, #[source] toml::de::Error),
    /// What was to be written has no form in TOML.
    Form(#[source] toml::ser::Error),
}

impl LockError {
    /// True where whoever asked may not write the file.
    pub fn is_read_only(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        matches!(self, Self::Write(error) if matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem))
    }

    /// True where the file is there and is not what Jauge writes.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Empty | Self::Syntax(_) | Self::Section(..) => true,
            Self::Read(error) => {
                error.kind() == io::ErrorKind::InvalidData || !matches!(ReadFault::of(error), ReadFault::System(_))
            }
            Self::Write(_) | Self::Form(_) => false,
        }
    }

    /// What to say of it.
    pub fn message(&self) -> Message {
        Message::Lock(match self {
            Self::Read(error) => LockMessage::Unreadable { reason: ReadFault::of(error) },
            Self::Write(error) => LockMessage::Unwritable { reason: error.to_string() },
            Self::Form(error) => LockMessage::Unwritable { reason: error.to_string() },
            Self::Empty => LockMessage::Empty,
            Self::Syntax(error) => LockMessage::Syntax { reason: error.to_string().trim().to_owned() },
            Self::Section(section, error) => {
                LockMessage::Section { section: *section, reason: error.message().to_owned() }
            }
        })
    }
}
