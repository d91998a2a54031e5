//! Why a workspace cannot be opened.

use std::path::{Path, PathBuf};

use jauge_domain::Position;
use toml::de::DeTable;

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

    /// Says that `key` of the `nth` source in `text` is wrong.
    pub(crate) fn wrong_source(path: &Path, text: &str, nth: usize, key: &str, message: String) -> Self {
        let table = DeTable::parse(text).ok();
        let source = table.as_ref().and_then(|table| table.get_ref().get("source")?.get_ref().get(nth));
        let keys = source.and_then(|source| source.get_ref().as_table());
        let place = keys
            .and_then(|keys| keys.iter().find(|(name, _)| name.get_ref() == key))
            .map(|(name, _)| name.span().start);
        let offset = place.or_else(|| source.map(|source| source.span().start)).unwrap_or(0);
        Self::Config { path: path.to_owned(), at: Position::of(text, offset), message }
    }
}
