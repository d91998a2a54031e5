//! The contract between Jauge and what differs from one site to the next: connectors that bring rows.
//!
//! A connector is plain Rust: it names its streams (a file, a table, a report), and reads one of them as Arrow batches.
//! Everything a user must see (a row that cannot be read, a setting that was detected) goes through [`Host`].

mod connector;
mod error;

pub use connector::{Fingerprint, Host, LINE_COLUMN, Reject, Rows, SourceConnector, Stream, TextFormat};
pub use error::ConnectorError;
