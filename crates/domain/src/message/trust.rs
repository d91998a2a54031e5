//! About what a workspace was trusted with.

use serde::Serialize;

use super::{Message, ReadFault};
use crate::Power;

/// What there is to say about trust. Reasons are the system's and the parser's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum TrustMessage {
    /// A source is not read, for want of trust.
    Withheld {
        /// The source.
        source: String,
        /// What it takes.
        powers: Vec<Power>,
    },
    /// What a workspace would be allowed, in a list.
    Allows {
        /// One of the things.
        what: Power,
    },
    /// A workspace asks for nothing that takes trust.
    AsksNothing {
        /// Its folder.
        folder: String,
    },
    /// A workspace asks for what it was not trusted with, before the question whether it is.
    Asks {
        /// Its folder.
        folder: String,
        /// What it asks for.
        powers: Vec<Power>,
    },
    /// The question itself, to be answered by a letter.
    Question,
    /// The answer was neither yes nor no, or no.
    NotGiven,
    /// Trust was given.
    Given {
        /// The workspace's folder.
        folder: String,
        /// How many things it is trusted with now.
        powers: usize,
    },
    /// How to give trust where nobody can answer.
    HowWithoutTerminal {
        /// The hash of all that the workspace asks for.
        hash: String,
    },
    /// JAUGE_TRUST is the hash of something else.
    OtherHash {
        /// What the environment has.
        found: String,
    },
    /// Trust was taken back.
    Revoked {
        /// The folder.
        folder: String,
    },
    /// There was no trust to take back.
    NothingToRevoke {
        /// The folder.
        folder: String,
    },
    /// Trust cannot be looked up, and so none is given.
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        reason: ReadFault,
    },
    /// Trust cannot be written down.
    Unwritable {
        /// The file or folder.
        path: String,
        /// Why.
        reason: String,
    },
    /// There is no folder to write trust down in.
    NoHome,
}

impl From<TrustMessage> for Message {
    fn from(message: TrustMessage) -> Self {
        Self::Trust(message)
    }
}
