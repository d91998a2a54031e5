//! Why a connector cannot go on.

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
    /// A plugin failed; the workspace is as it was.
    #[error("the plugin `{plugin}` {message}")]
    Plugin {
        /// The plugin's name.
        plugin: String,
        /// What happened.
        message: String,
        /// What to do next.
        help: String,
    },
}

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
