//! About the store, and sessions that lag behind it.

use serde::Serialize;

use super::Message;

/// Why the store cannot answer. Reasons are the system's and the engine's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum StoreMessage {
    /// The store was written by a newer Jauge.
    Newer {
        /// The store's folder.
        path: String,
        /// Its format.
        found: String,
        /// The format this program writes.
        known: u32,
    },
    /// The store was written by an older Jauge.
    Older {
        /// The store's folder.
        path: String,
        /// Its format.
        found: String,
        /// The format this program writes.
        known: u32,
    },
    /// A file or folder cannot be read or written.
    Io {
        /// What was touched.
        path: String,
        /// What the system said.
        reason: String,
        /// What the disk lacks.
        disk: Option<DiskFault>,
    },
    /// The store is a link or has one in it.
    Link {
        /// The link.
        path: String,
    },
    /// The key of pseudonyms is no key.
    Key {
        /// Its file.
        path: String,
    },
    /// The key of pseudonyms is gone or another, and rows or forgotten visitors are known by it alone.
    KeyLost {
        /// Its file.
        path: String,
    },
    /// The list of the forgotten is shorter than it was.
    ForgottenLost {
        /// Its file.
        path: String,
        /// How many were forgotten.
        noted: i64,
        /// How many it has.
        known: usize,
    },
    /// A file of the store is not as it was written.
    Damaged {
        /// The file.
        path: String,
        /// What is wrong with it.
        damage: Damage,
    },
    /// The table `loads` has lost what it knew of a batch.
    Behind {
        /// The table that the batch went into.
        table: String,
        /// The batch.
        batch: i64,
    },
    /// A repair was interrupted.
    RepairUnfinished {
        /// The store's folder.
        path: String,
    },
    /// A row of the table `loads` is not as this Jauge writes it.
    Entry {
        /// The table.
        table: String,
        /// What the reader said.
        reason: String,
    },
    /// The log or a data file of a table is damaged.
    Broken {
        /// The table, where that is known.
        table: Option<String>,
        /// What is wrong with it.
        damage: Damage,
    },
    /// A table cannot be read, written or asked.
    Table {
        /// The table.
        table: String,
        /// What the engine said.
        reason: String,
        /// What the disk lacks.
        disk: Option<DiskFault>,
    },
}

/// What is wrong with a file that Jauge wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "damage", rename_all = "snake_case")]
pub enum Damage {
    /// It is not there.
    Missing,
    /// It has no content.
    Empty,
    /// Its end is missing.
    Cut,
    /// It says what Jauge never writes.
    Foreign,
    /// It has another number of rows than the log says.
    Miscounted {
        /// What the log says.
        said: u64,
        /// What it has.
        has: u64,
    },
    /// It names a data file that is not in the table's folder.
    Outside {
        /// What it names.
        path: String,
    },
    /// Its content makes no sense. The reason is the reader's own words.
    Unreadable {
        /// What the reader said.
        reason: String,
    },
}

/// What a disk lacks, where that is why it cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiskFault {
    /// Space.
    Full,
    /// Permission to write.
    Closed,
}

/// Why sessions lag behind the events.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SessionsMessage {
    /// Another process writes.
    AnotherWrites,
    /// They could not be derived.
    NotDerived {
        /// Why.
        why: Box<Message>,
    },
    /// Somebody stopped it.
    Stopped,
}

impl From<StoreMessage> for Message {
    fn from(message: StoreMessage) -> Self {
        Self::Store(message)
    }
}

impl From<SessionsMessage> for Message {
    fn from(message: SessionsMessage) -> Self {
        Self::Sessions(message)
    }
}
