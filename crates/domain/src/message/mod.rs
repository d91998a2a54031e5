//! What is to be said, as codes with typed arguments. The sentences are `crates/report/src/wording`'s alone.
//!
//! Every error type has `fn message(&self) -> Message` beside its `#[source]`: whoever shows it chooses the language.

mod format;
mod objective;
mod objective_file;

use serde::Serialize;

use crate::CalendarError;

pub use format::FormatMessage;
pub use objective::ObjectiveMessage;
pub use objective_file::{ObjectiveFault, WordSet};

/// One thing to say: what happened, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// Words of the system, the engine or a plugin, as they came; no language changes them.
    Quoted(String),
    /// About a date, a period, a grain or a zone.
    Calendar(CalendarError),
    /// About formats of answers.
    Format(FormatMessage),
    /// About objectives, what cannot be judged and what is done with them.
    Objective(ObjectiveMessage),
    /// About what is wrong with a file of objectives.
    ObjectiveFile(ObjectiveFault),
}

impl From<CalendarError> for Message {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}
