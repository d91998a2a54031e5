//! What `jauge serve` says, at the terminal and in the place of a page.

use serde::Serialize;

use super::Message;

/// What `jauge serve` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ServeMessage {
    /// Pages are served until Ctrl-C.
    Serving,
    /// The address can be reached by others, or is none.
    NotLoopback {
        /// As written.
        address: String,
    },
    /// Nothing can listen there.
    CannotListen {
        /// The address with its port.
        address: String,
        /// What the system says.
        reason: String,
    },
    /// A browser was sent here under another name.
    WrongHost {
        /// The name; `None` where there was none.
        host: Option<String>,
    },
    /// Another page has this one as its picture, script or frame.
    Embedded,
    /// Something else than to read was asked.
    ReadOnly,
    /// There is no such page.
    NoSuchPage {
        /// Its path.
        path: String,
    },
    /// The address of a page has a value that its key does not take.
    NotAValue {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// Values it takes.
        known: Vec<String>,
    },
    /// An answer has more rows than a page shows.
    TooManyRows {
        /// Its rows.
        rows: usize,
        /// The most that are shown.
        most: usize,
    },
    /// A page could not be made, for a fault of Jauge's own.
    BrokenOff,
}

impl From<ServeMessage> for Message {
    fn from(message: ServeMessage) -> Self {
        Self::Serve(message)
    }
}
