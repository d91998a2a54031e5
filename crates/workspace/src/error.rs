//! Why a workspace cannot be opened.

use std::path::{Path, PathBuf};

use jauge_domain::{ConfigFault, HeaderError, Message, Position, ReadFault, WorkspaceMessage};
use toml::de::DeTable;

/// A key at fault and what is wrong with it.
pub type KeyFault = (String, ConfigFault);

/// Why a workspace cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum WorkspaceError {
    /// No folder from here upwards is a workspace.
    NotFound {
        /// Where the search began.
        start: PathBuf,
    },
    /// jauge.toml cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// jauge.toml is malformed or says something impossible.
    Config {
        /// The file.
        path: PathBuf,
        /// Where in it.
        at: Position,
        /// What is wrong.
        fault: Box<ConfigFault>,
        /// What the TOML parser found, where it was the one.
        source: Option<Box<toml::de::Error>>,
    },
    /// A recipe's file is wrong.
    Recipe {
        /// The file.
        path: String,
        /// What is wrong.
        source: HeaderError,
    },
}

impl WorkspaceError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        let message = match self {
            Self::NotFound { start } => WorkspaceMessage::NotFound { start: start.display().to_string() },
            Self::Read { path, source } if source.kind() == std::io::ErrorKind::NotFound => {
                let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
                WorkspaceMessage::NoConfig { dir: dir.display().to_string() }
            }
            Self::Read { path, source } => {
                WorkspaceMessage::Read { path: path.display().to_string(), reason: ReadFault::of(source) }
            }
            Self::Config { path, at, fault, .. } => {
                WorkspaceMessage::Config { path: path.display().to_string(), at: *at, fault: fault.clone() }
            }
            Self::Recipe { path, source } => {
                WorkspaceMessage::Recipe { path: path.clone(), at: source.at(), fault: Box::new(source.message()) }
            }
        };
        message.into()
    }

    /// Says that the value of the first `key` in `text` is wrong.
    pub(crate) fn wrong(path: &Path, text: &str, key: &str, fault: ConfigFault) -> Self {
        let offset = text
            .match_indices(key)
            .map(|(at, _)| at)
            .find(|at| text[at + key.len()..].trim_start().starts_with(['=', ']']))
            .unwrap_or(0);
        Self::Config { path: path.to_owned(), at: Position::of(text, offset), fault: Box::new(fault), source: None }
    }

    /// Says that `key` of the `nth` source in `text` is wrong.
    pub(crate) fn wrong_source(path: &Path, text: &str, nth: usize, key: &str, fault: ConfigFault) -> Self {
        let table = DeTable::parse(text).ok();
        let source = table.as_ref().and_then(|table| table.get_ref().get("source")?.get_ref().get(nth));
        let keys = source.and_then(|source| source.get_ref().as_table());
        let place = keys
            .and_then(|keys| keys.iter().find(|(name, _)| name.get_ref() == key))
            .map(|(name, _)| name.span().start);
        let offset = place.or_else(|| source.map(|source| source.span().start)).unwrap_or(0);
        Self::Config { path: path.to_owned(), at: Position::of(text, offset), fault: Box::new(fault), source: None }
    }
}
