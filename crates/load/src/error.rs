//! Why nothing was loaded.

use std::error::Error;

use jauge_domain::{
    ConnectorMessage, DiskFault, FitFault, LoadMessage, Message, Power, RejectedRow, SelectFault, Told, TrustMessage,
};
use jauge_plugin::ConnectorError;

use jauge_store::{StoreError, disk_fault};

/// An error of another's, whatever its type.
type Foreign = Box<dyn Error + Send + Sync>;

/// Why nothing was loaded. What was there before is there still.
#[derive(Debug, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum LoadError {
    /// The `select` cannot be planned over the file.
    Select {
        /// The source.
        source_name: String,
        /// The file it was planned over.
        stream: Option<String>,
        /// What is wrong.
        fault: Box<SelectFault>,
        /// What the engine found, where it was the one.
        source: Option<Foreign>,
    },
    /// The rows do not fit the table at all.
    Fit {
        /// The source.
        source_name: String,
        /// The table.
        table: String,
        /// What is wrong.
        fault: Box<FitFault>,
    },
    /// The dates of a column may be read in two ways.
    AmbiguousDates {
        /// What was read.
        stream: String,
        /// The column.
        column: String,
    },
    /// A column came otherwise than its connector said.
    NotAsAnnounced {
        /// What was read.
        stream: String,
        /// The column.
        column: String,
        /// The type that was said.
        announced: String,
    },
    /// The workspace was not trusted with what the source takes.
    Untrusted {
        /// The source.
        source_name: String,
        /// What it takes.
        powers: Vec<Power>,
    },
    /// The connector could not go on.
    Connector(#[from] ConnectorError),
    /// The store could not be read or written.
    Store(#[from] StoreError),
    /// Rows were rejected under `--strict`.
    Strict {
        /// The source.
        source_name: String,
        /// How many.
        rejected: u64,
        /// The first of them.
        first: Option<Box<RejectedRow>>,
    },
    /// The query engine failed.
    Engine {
        /// The source.
        source_name: String,
        /// The file at hand.
        stream: Option<String>,
        /// What the engine said.
        reason: String,
        /// The engine's error.
        source: Foreign,
    },
    /// Reading or merging stopped, for a reason that has words of its own.
    Stopped {
        /// The source.
        source_name: String,
        /// The file at hand.
        stream: Option<String>,
        /// Why.
        why: Box<Message>,
        /// The engine's error.
        source: Foreign,
    },
    /// What `--replace` would take out came from files that are gone.
    Gone {
        /// The source.
        source_name: String,
        /// The files, each with the batch that loaded it.
        streams: Vec<(String, i64)>,
    },
    /// Rows of one file have one key and differ, and nothing says which is the later.
    KeyTwice {
        /// The file.
        stream: String,
        /// The table.
        table: String,
        /// The columns of its key.
        key: String,
        /// What they hold.
        value: String,
    },
    /// What is stored was loaded while `[privacy]` hashed other columns.
    HashedOtherwise {
        /// The sources that brought it.
        sources: Vec<String>,
        /// The columns that are hashed on one side only.
        columns: Vec<String>,
    },
    /// A batch claims rows without number, and holds next to nothing.
    Hollow {
        /// What was read.
        stream: String,
        /// How many it claims.
        rows: u64,
    },
    /// There is no such batch.
    UnknownBatch {
        /// The number asked for.
        batch: i64,
    },
}

impl LoadError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        let message = match self {
            Self::Connector(error) => return connector_message(error),
            Self::Store(error) => return error.message(),
            Self::Select { source_name, stream, fault, .. } => {
                LoadMessage::Select { source: source_name.clone(), stream: stream.clone(), fault: fault.clone() }
            }
            Self::Fit { source_name, table, fault } => {
                LoadMessage::Fit { source: source_name.clone(), table: table.clone(), fault: fault.clone() }
            }
            Self::Untrusted { source_name, powers } => {
                return TrustMessage::Withheld { source: source_name.clone(), powers: powers.clone() }.into();
            }
            Self::AmbiguousDates { stream, column } => {
                LoadMessage::AmbiguousDates { stream: stream.clone(), column: column.clone() }
            }
            Self::NotAsAnnounced { stream, column, announced } => LoadMessage::NotAsAnnounced {
                stream: stream.clone(),
                column: column.clone(),
                announced: announced.clone(),
            },
            Self::Strict { source_name, rejected, first } => {
                LoadMessage::Strict { source: source_name.clone(), rejected: *rejected, first: first.clone() }
            }
            Self::Engine { source_name, stream, reason, source } => LoadMessage::Engine {
                source: source_name.clone(),
                stream: stream.clone(),
                reason: reason.clone(),
                disk_full: disk_fault(source.as_ref()) == Some(DiskFault::Full),
            },
            Self::Stopped { source_name, stream, why, .. } => {
                LoadMessage::Stopped { source: source_name.clone(), stream: stream.clone(), why: why.clone() }
            }
            Self::Gone { source_name, streams } => {
                LoadMessage::Gone { source: source_name.clone(), streams: streams.clone() }
            }
            Self::KeyTwice { stream, table, key, value } => LoadMessage::KeyTwice {
                stream: stream.clone(),
                table: table.clone(),
                key: key.clone(),
                value: value.clone(),
            },
            Self::HashedOtherwise { sources, columns } => {
                LoadMessage::HashedOtherwise { sources: sources.clone(), columns: columns.clone() }
            }
            Self::Hollow { stream, rows } => LoadMessage::Hollow { stream: stream.clone(), rows: *rows },
            Self::UnknownBatch { batch } => LoadMessage::UnknownBatch { batch: *batch },
        };
        message.into()
    }

    /// The `select` of a source is wrong, over `stream` if over any.
    pub(crate) fn select(
        source_name: &str,
        stream: Option<&str>,
        fault: SelectFault,
        source: Option<impl Error + Send + Sync + 'static>,
    ) -> Self {
        let (source_name, stream) = (source_name.to_owned(), stream.map(str::to_owned));
        Self::Select { source_name, stream, fault: Box::new(fault), source: source.map(Into::into) }
    }

    /// The engine failed over `stream` of `source`, if over any.
    pub(crate) fn engine(source_name: &str, stream: Option<&str>, reason: String, source: impl Into<Foreign>) -> Self {
        let (source_name, stream) = (source_name.to_owned(), stream.map(str::to_owned));
        Self::Engine { source_name, stream, reason, source: source.into() }
    }
}

/// What a connector says; its own words where it is a plugin's.
pub fn connector_message(error: &ConnectorError) -> Message {
    match error {
        ConnectorError::Config { message } => Message::Quoted(message.clone()),
        ConnectorError::Read { stream, message } => {
            ConnectorMessage::Read { stream: stream.clone(), reason: message.clone() }.into()
        }
        ConnectorError::Format { stream, line, message } => {
            ConnectorMessage::Format { stream: stream.clone(), line: *line, reason: message.clone() }.into()
        }
        ConnectorError::Cancelled => ConnectorMessage::Stopped.into(),
        ConnectorError::Plugin(host) | ConnectorError::Settings(host) => {
            host.get::<Told>().map_or_else(|| Message::Quoted(host.to_string()), |told| told.message.clone())
        }
    }
}
