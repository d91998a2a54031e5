//! A file that is not as it was written.

use std::path::PathBuf;

use jauge_domain::{Damage, Message, StoreMessage};

use crate::StoreError;

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

impl From<Damaged> for StoreError {
    fn from(Damaged { path, damage }: Damaged) -> Self {
        Self::Damaged { path, damage }
    }
}
