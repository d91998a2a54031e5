//! Why a file of a workspace cannot be read.

use std::io;

use serde::Serialize;

/// Why a file that Jauge reads for itself cannot be read. It says nothing of what the file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(rename_all = "snake_case")]
pub enum ReadFault {
    /// It is a link, or lies behind one, that leads out of the folder or to nothing.
    LeadsOut,
    /// It is a folder, a pipe or a device.
    NoFile,
    /// It ought to be the user's own, and is a link, somebody else's, or others can write it.
    NotYours,
    /// It is longer than [`Self::MOST`].
    TooLong,
    /// The system's own words.
    #[serde(untagged)]
    System(String),
}

impl ReadFault {
    /// The most that is read of one file, in bytes.
    pub const MOST: u64 = 16 << 20;

    /// What `error` says: a fault that an [`io::Error`] was made of, else what the system did.
    pub fn of(error: &io::Error) -> Self {
        let ours = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>());
        ours.cloned().unwrap_or_else(|| Self::System(error.to_string()))
    }
}

impl From<ReadFault> for io::Error {
    fn from(fault: ReadFault) -> Self {
        Self::other(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_found_again_in_the_error_that_was_made_of_it() {
        assert_eq!(ReadFault::of(&ReadFault::LeadsOut.into()), ReadFault::LeadsOut);
        let system = io::Error::from(io::ErrorKind::NotFound);
        assert_eq!(ReadFault::of(&system), ReadFault::System(system.to_string()));
    }
}
