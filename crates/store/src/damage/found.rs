//! What reading found.

use std::path::PathBuf;

use jauge_domain::{Damage, Message, StoreMessage};

/// A file that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub damage: Damage,
}

impl Damaged {
    /// What to say of it.
    pub fn message(&self) -> Message {
        StoreMessage::Damaged { path: self.path.display().to_string(), damage: self.damage.clone() }.into()
    }
}

/// What reading everything found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspected {
    /// How many files were read.
    pub files: usize,
    /// Those that are not as they were written.
    pub damaged: Vec<Damaged>,
}
