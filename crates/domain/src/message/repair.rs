//! What `jauge repair` does.

use serde::Serialize;

use super::{Damage, Message};

/// What `jauge repair` does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RepairMessage {
    /// Nothing is damaged.
    Whole,
    /// A file is damaged, and no longer in the way.
    SetAside {
        /// The file.
        path: String,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A file was written anew.
    Rewritten {
        /// The file.
        path: String,
    },
    /// Of the list of the forgotten, the end is missing.
    ForgottenCut {
        /// How many are still known.
        known: usize,
    },
    /// It is no longer known who was just being forgotten.
    ForgettingLost,
    /// A table's log was made anew out of the data files.
    Salvaged {
        /// The table.
        table: String,
        /// The rows that are in it.
        rows: u64,
    },
    /// A batch whose commit was lost is back.
    Landed {
        /// The table.
        table: String,
        /// The batch.
        batch: i64,
        /// Its rows.
        rows: u64,
    },
    /// A table that follows from others was thrown away, and is made anew.
    Derived {
        /// The table.
        table: String,
    },
    /// A batch has lost rows, and is loaded again.
    Again {
        /// The table.
        table: String,
        /// The batch.
        batch: i64,
        /// The source that brings it again.
        source: String,
    },
    /// A batch has lost rows, and what it came from is no longer there.
    Gone {
        /// The table.
        table: String,
        /// The batch.
        batch: i64,
        /// The source.
        source: String,
        /// What is no longer there, where it has a name.
        stream: Option<String>,
    },
    /// It was forgotten which files a batch came from.
    Unaccounted {
        /// The table.
        table: String,
        /// The batch.
        batch: i64,
        /// The source.
        source: String,
        /// Its rows.
        rows: u64,
    },
    /// What was set aside lies in a folder.
    Kept {
        /// The folder.
        path: String,
    },
}

impl From<RepairMessage> for Message {
    fn from(message: RepairMessage) -> Self {
        Self::Repair(message)
    }
}
