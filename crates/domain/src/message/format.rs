//! About formats of answers.

use serde::Serialize;

/// What is wrong with the name of a format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FormatMessage {
    /// No format has this name.
    UnknownFormat {
        /// As written.
        text: String,
        /// The format probably meant.
        near: Option<String>,
        /// The formats there are.
        known: Vec<String>,
    },
}
