//! What the prompt of `jauge sql` says.

use serde::Serialize;

/// What the prompt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PromptMessage {
    /// How it greets.
    Welcome {
        /// The workspace.
        workspace: String,
    },
    /// What `.help` says.
    Help,
    /// `.columns` of what there is not.
    NoSuchTable {
        /// The name as written.
        name: String,
    },
    /// A command that there is not.
    NoSuchCommand {
        /// As written.
        command: String,
    },
    /// Ctrl-C ended a query.
    Cancelled,
    /// A query was answered.
    Answered {
        /// How many rows it has.
        rows: usize,
        /// How many of them were shown.
        shown: usize,
        /// How long it took.
        millis: u64,
    },
    /// How answers are written.
    Mode {
        /// The format.
        format: String,
        /// All there are.
        known: Vec<String>,
    },
    /// How many rows are shown at most.
    Limit {
        /// So many; 0: all.
        rows: usize,
    },
    /// `.limit` of what is no number.
    NotALimit {
        /// As written.
        text: String,
    },
    /// A file with queries cannot be read.
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// Several queries were to become one table that no person reads.
    OneTable,
    /// The terminal cannot do it.
    Broken {
        /// What the system says.
        reason: String,
    },
}
