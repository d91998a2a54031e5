//! What `jauge load` and `jauge source` say around what the load itself finds.

use serde::Serialize;

use super::Message;

/// What there is to say of sources, before, during and after they are loaded.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LoadNote {
    /// jauge.toml has no source.
    NoSources,
    /// jauge.toml has no source of this name.
    NoSource {
        /// The name.
        name: String,
        /// A source whose name is like it.
        near: Option<String>,
        /// The sources there are.
        known: Vec<String>,
    },
    /// The table that a file is to go into is not there.
    NoTable {
        /// The table.
        name: String,
        /// A table whose name is like it.
        near: Option<String>,
    },
    /// A source failed that a connector of a plugin reads.
    FromConnector {
        /// The source.
        source: String,
        /// The connector.
        connector: String,
        /// What went wrong.
        reason: Box<Message>,
    },
    /// How far a load has come.
    Read {
        /// Bytes that were read.
        done: u64,
        /// Bytes there are.
        total: u64,
    },
    /// Where to see all rows that were rejected.
    AllRejects {
        /// How many.
        rejected: u64,
        /// How many of them were kept.
        kept: u64,
        /// The batch.
        batch: i64,
    },
    /// More rows of a source were rejected than not.
    MostRejected {
        /// The source.
        source: String,
        /// It is a file that was named at the command line, and no source of jauge.toml.
        once: bool,
    },
    /// Orders have statuses that nobody knows.
    UnknownStatuses {
        /// The source.
        source: String,
        /// The statuses.
        statuses: Vec<String>,
    },
    /// A dry run keeps nothing.
    DryRun {
        /// The source.
        source: String,
    },
    /// A source had nothing new.
    NothingNew {
        /// The source.
        source: String,
    },
    /// A batch was taken back.
    TookBack {
        /// The batch.
        batch: i64,
        /// The rows that are gone.
        rows: u64,
        /// The table they were in.
        table: String,
    },
    /// Sessions were brought up to the events.
    Derived {
        /// Days that were derived.
        days: usize,
        /// Bytes that were written.
        bytes: u64,
    },
    /// Sessions were thrown away and derived again.
    DerivedAnew {
        /// Days that were derived.
        days: usize,
    },
    /// What a source reads, and where it goes.
    Reads {
        /// The source.
        source: String,
        /// How many streams it has.
        streams: usize,
        /// True where its streams are files.
        files: bool,
        /// The table.
        table: String,
    },
}

impl From<LoadNote> for Message {
    fn from(note: LoadNote) -> Self {
        Self::LoadNote(note)
    }
}
