//! What the system says of a file or folder. Messages keep its words, so they are read here, in one place.

use std::io::{Error, ErrorKind};

use serde::Serialize;

/// Why the system does not open, read or write a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemFault {
    /// There is none.
    NotFound,
    /// A folder is where a file belongs.
    IsAFolder,
    /// A file is where a folder belongs.
    NotAFolder,
    /// Something is there already.
    Exists,
    /// Whoever asks may not.
    Denied,
    /// Nobody may write there.
    ReadOnly,
    /// No space is left.
    Full,
    /// A folder that is to be removed has something in it.
    NotEmpty,
    /// Links lead in a circle.
    Circle,
    /// The name is longer than names may be.
    NameTooLong,
    /// The content is no text.
    NotText,
    /// The disk or the network fails.
    Device,
}

impl SystemFault {
    /// What `words` say, where they are the system's alone: `No such file or directory (os error 2)`.
    pub fn read(words: &str) -> Option<Self> {
        if words == "stream did not contain valid UTF-8" {
            return Some(Self::NotText);
        }
        let (_, code) = words.split_once(" (os error ").filter(|(text, _)| !text.contains(':'))?;
        let code: i32 = code.strip_suffix(')')?.parse().ok()?;
        let unnamed = || NO_KIND.into_iter().find(|(number, _)| *number == code).map(|(_, fault)| fault);
        Self::of(Error::from_raw_os_error(code).kind()).or_else(unnamed)
    }

    fn of(kind: ErrorKind) -> Option<Self> {
        Some(match kind {
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::IsADirectory => Self::IsAFolder,
            ErrorKind::NotADirectory => Self::NotAFolder,
            ErrorKind::AlreadyExists => Self::Exists,
            ErrorKind::PermissionDenied => Self::Denied,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::DirectoryNotEmpty => Self::NotEmpty,
            ErrorKind::InvalidFilename => Self::NameTooLong,
            ErrorKind::StaleNetworkFileHandle => Self::Device,
            _ => return None,
        })
    }
}

/// `EIO` and `ELOOP`, which have no kind that is stable.
const NO_KIND: [(i32, SystemFault); 2] = [(5, SystemFault::Device), (40, SystemFault::Circle)];

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_systems_words_are_read_by_their_number() {
        for (code, fault) in [
            (2, SystemFault::NotFound),
            (5, SystemFault::Device),
            (13, SystemFault::Denied),
            (17, SystemFault::Exists),
            (20, SystemFault::NotAFolder),
            (21, SystemFault::IsAFolder),
            (28, SystemFault::Full),
            (30, SystemFault::ReadOnly),
            (36, SystemFault::NameTooLong),
            (39, SystemFault::NotEmpty),
            (40, SystemFault::Circle),
        ] {
            let words = Error::from_raw_os_error(code).to_string();
            assert_eq!(SystemFault::read(&words), Some(fault), "{words}");
        }
    }

    #[test]
    fn other_words_are_not_the_systems() {
        assert_eq!(SystemFault::read("stream did not contain valid UTF-8"), Some(SystemFault::NotText));
        for words in [
            "",
            "a (os error )",
            "a (os error 99999)",
            "/data/x: Permission denied (os error 13)",
            "EOF while parsing a value at line 1 column 0",
        ] {
            assert_eq!(SystemFault::read(words), None, "{words}");
        }
    }
}
