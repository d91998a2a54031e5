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
    /// The terminal cannot do it.
    Broken {
        /// What the system says.
        reason: String,
    },
}
