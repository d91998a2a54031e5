//! Why the store cannot answer.

use std::path::PathBuf;

/// Why the store cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store was written by a newer Jauge.
    #[error("the store `{}` was written by a newer Jauge (format {found}, this one knows {known})", path.display())]
    Newer {
        /// The store's folder.
        path: PathBuf,
        /// Its format.
        found: String,
        /// The format this program writes.
        known: u32,
    },
    /// The folder cannot be read or written.
    #[error("cannot write `{}`: {source}", path.display())]
    Io {
        /// What was touched.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// The Delta table cannot be read or written.
    #[error("table `{table}`: {source}")]
    Delta {
        /// The table.
        table: String,
        /// What happened.
        source: Box<deltalake::DeltaTableError>,
    },
    /// A query over the store's own files failed.
    #[error("table `{table}`: {source}")]
    Query {
        /// The table.
        table: String,
        /// What happened.
        source: Box<datafusion::error::DataFusionError>,
    },
}

impl StoreError {
    /// The file or folder `path` cannot be read or written.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// The table cannot be read or written.
    pub fn delta(table: &str) -> impl Fn(deltalake::DeltaTableError) -> Self + '_ {
        move |source| Self::Delta { table: table.to_owned(), source: Box::new(source) }
    }

    /// A query over the table failed.
    pub fn query(table: &str) -> impl Fn(datafusion::error::DataFusionError) -> Self + '_ {
        move |source| Self::Query { table: table.to_owned(), source: Box::new(source) }
    }
}
