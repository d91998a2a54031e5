//! Why a connector cannot go on.

use std::{error::Error, fmt, sync::Arc};

/// Why a connector cannot go on. Nothing of the load is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectorError {
    /// A setting is wrong.
    #[error("{message}")]
    Config {
        /// What is wrong and what would be right.
        message: String,
    },
    /// The input cannot be reached or read.
    #[error("cannot read `{stream}`: {message}")]
    Read {
        /// What was read.
        stream: String,
        /// What happened.
        message: String,
    },
    /// The input is damaged or not of the format it claims.
    #[error("`{stream}`{}: {message}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Format {
        /// What was read.
        stream: String,
        /// The line, from 1.
        line: Option<u64>,
        /// What is wrong and what to do.
        message: String,
    },
    /// The user stopped it.
    #[error("stopped")]
    Cancelled,
    /// A plugin failed, which the host found; the workspace is as it was.
    #[error("{0}")]
    Plugin(#[source] HostError),
    /// The host found that settings do not fit the connector.
    #[error("{0}")]
    Settings(#[source] HostError),
}

/// What the host says of a plugin or its settings, in a type of the host's own, which knows how to put it into words.
#[derive(Clone, Debug)]
pub struct HostError(Arc<dyn Error + Send + Sync>);

impl HostError {
    /// `error` of the host's own type.
    pub fn new(error: impl Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(error))
    }

    /// The host's error, where it is of this type.
    pub fn get<T: Error + 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for HostError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Two are equal where they say the same.
impl PartialEq for HostError {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for HostError {}

impl ConnectorError {
    /// A wrong setting.
    pub fn config(message: impl Into<String>) -> Self {
        Self::Config { message: message.into() }
    }

    /// An input that cannot be reached or read.
    pub fn read(stream: &str, message: impl Into<String>) -> Self {
        Self::Read { stream: stream.to_owned(), message: message.into() }
    }

    /// A damaged input; `line` from 1 where it has lines.
    pub fn format(stream: &str, line: Option<u64>, message: impl Into<String>) -> Self {
        Self::Format { stream: stream.to_owned(), line, message: message.into() }
    }
}
