//! Why nothing was loaded.

use jauge_plugin::ConnectorError;

use jauge_store::StoreError;

/// Why nothing was loaded. What was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// No source has this name.
    #[error("no source `{name}` in jauge.toml{hint}")]
    UnknownSource {
        /// The name asked for.
        name: String,
        /// The nearest name, or nothing.
        hint: String,
    },
    /// The `select` cannot be planned over the file.
    #[error("`select` of source `{source_name}`{}: {message}", stream.as_ref().map(|stream| format!(" over `{stream}`")).unwrap_or_default())]
    Select {
        /// The source.
        source_name: String,
        /// The file it was planned over.
        stream: Option<String>,
        /// What is wrong and what would be right.
        message: String,
    },
    /// The rows do not fit the table at all.
    #[error("source `{source_name}` does not fit the table `{table}`: {message}")]
    Fit {
        /// The source.
        source_name: String,
        /// The table.
        table: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// The connector could not go on.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Rows were rejected under `--strict`.
    #[error(
        "source `{source_name}`: {rejected} rows rejected, and `--strict` loads all or nothing; the first: {first}"
    )]
    Strict {
        /// The source.
        source_name: String,
        /// How many.
        rejected: u64,
        /// The first of them in words.
        first: String,
    },
    /// The query engine failed.
    #[error("source `{source_name}`{}: {message}", stream.as_ref().map(|stream| format!(", `{stream}`")).unwrap_or_default())]
    Engine {
        /// The source.
        source_name: String,
        /// The file at hand.
        stream: Option<String>,
        /// What the engine said.
        message: String,
    },
    /// There is no such batch.
    #[error("no batch {batch}: `jauge sql \"SELECT * FROM loads\"` shows them")]
    UnknownBatch {
        /// The number asked for.
        batch: i64,
    },
}
