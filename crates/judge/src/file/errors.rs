//! What is wrong with an objective, and where.

use jauge_domain::Position;

/// What is wrong with an objective in a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{}:{}: {message}", at.line, at.column)]
pub struct ObjectiveError {
    /// The file.
    pub file: String,
    /// Where in the file.
    pub at: Position,
    /// The objective, where it has an id.
    pub id: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl ObjectiveError {
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
