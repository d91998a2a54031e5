//! Why a connector cannot go on.

/// Why a connector cannot go on. Nothing of the load is kept.
#[derive(Debug, thiserror::Error)]
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
}
