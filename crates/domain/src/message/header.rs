//! What is wrong with the header of a KPI, a model or a funnel.

use serde::Serialize;

/// What is wrong with a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum HeaderMessage {
    /// The file does not start with a header.
    Missing,
    /// The header is not closed.
    Open,
    /// A number of days is none.
    NotDays {
        /// As written.
        text: String,
    },
    /// A length of time is none.
    NotALength {
        /// As written.
        text: String,
    },
    /// What a test of a KPI expects is neither a number nor `"null"`.
    NotAnAnswer {
        /// As written.
        text: String,
    },
    /// A funnel has too few steps, or too many.
    Steps {
        /// How many it has.
        steps: usize,
    },
    /// A funnel of sessions has a window, which a session is itself.
    WindowOfSession,
    /// A funnel of sessions is entered again, which a session is not.
    ReentryOfSession,
    /// A model is to be stored, which no model is.
    Stored,
    /// A recipe is recognised by no column at all.
    NoColumns,
    /// A recipe says what only a source in jauge.toml may.
    OfSource {
        /// The key.
        key: String,
    },
}
