//! Why a workspace cannot be opened.

use std::path::{Path, PathBuf};

use jauge_domain::Position;

/// Why a workspace cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// No folder from here upwards is a workspace.
    #[error("no workspace here: neither `{}` nor a folder above it has a jauge.toml", start.display())]
    NotFound {
        /// Where the search began.
        start: PathBuf,
    },
    /// jauge.toml cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// jauge.toml is malformed or says something impossible.
    #[error("{}:{}:{}: {message}", path.display(), at.line, at.column)]
    Config {
        /// The file.
        path: PathBuf,
        /// Where in it.
        at: Position,
        /// What is wrong and what would be right.
        message: String,
    },
}

impl WorkspaceError {
    /// Says that the value of the first `key` in `text` is wrong.
    pub(crate) fn wrong(path: &Path, text: &str, key: &str, message: String) -> Self {
        let offset = text
            .match_indices(key)
            .map(|(at, _)| at)
            .find(|at| text[at + key.len()..].trim_start().starts_with(['=', ']']))
            .unwrap_or(0);
        Self::Config { path: path.to_owned(), at: Position::of(text, offset), message }
    }
}
