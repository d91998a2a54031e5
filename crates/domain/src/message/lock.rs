//! About jauge.lock.

use serde::Serialize;

use super::ReadFault;

/// Why jauge.lock cannot be read or written. Reasons are the system's and the parser's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LockMessage {
    /// The file is there and cannot be read.
    Unreadable {
        /// Why.
        reason: ReadFault,
    },
    /// The file cannot be written.
    Unwritable {
        /// What the system said.
        reason: String,
    },
    /// The file has no content, which Jauge never writes.
    Empty,
    /// The file is no TOML.
    Syntax {
        /// What the parser said.
        reason: String,
    },
    /// A section has what it cannot have.
    Section {
        /// Which one.
        section: LockSection,
        /// What the parser said.
        reason: String,
    },
}

/// A section of jauge.lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LockSection {
    /// `[[plugin]]`: the plugins that were agreed to.
    Plugin,
    /// `[baseline.ID]`: frozen baselines.
    Baseline,
}

impl LockSection {
    /// Its key in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plugin => "plugin",
            Self::Baseline => "baseline",
        }
    }
}
