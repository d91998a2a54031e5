//! What is wrong with an objective, and where.

use jauge_domain::{Message, ObjectiveFault, ObjectiveMessage, Position};

/// What is wrong with an objective in a file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{self:?}")]
pub struct ObjectiveError {
    /// The file.
    pub file: String,
    /// Where in the file.
    pub at: Position,
    /// The objective, where it has an id.
    pub id: Option<String>,
    /// What is wrong.
    pub fault: ObjectiveFault,
}

impl ObjectiveError {
    /// What there is to say of it, its place first.
    pub fn message(&self) -> Message {
        ObjectiveMessage::InFile { file: self.file.clone(), at: self.at, fault: self.fault.clone() }.into()
    }
}
