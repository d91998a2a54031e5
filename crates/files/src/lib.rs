//! The built-in connector `files`: csv, tsv, ndjson, json, parquet, arrow and plain lines, compressed or not.

mod archive;
mod asides;
mod batches;
pub mod cells;
mod connector;
mod csv;
mod detect;
mod elements;
mod encoding;
mod ends;
mod error;
mod fill;
mod fingerprint;
mod foreign;
mod hears;
mod input;
mod ipc;
mod json;
mod lines;
mod object;
mod preamble;
mod record;
mod settings;
mod sheet;
mod sniff;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod totals;
mod typed;
mod values;

pub use asides::{ASIDE_COLUMNS, FILE_COLUMN, MEMBER_COLUMN, TABLE_COLUMN};
pub use connector::{FilesConnector, beginning, fingerprint, whole_lines};
pub use encoding::is_damaged_utf8;
pub use ends::WholeRows;
pub use fingerprint::Fingerprint;
pub use hears::Hears;
pub use jauge_plugin::paths_of;
pub use preamble::PREAMBLE_COLUMN;
pub use settings::{DateOrder, FileFormat, FileSettings, PercentSign, TableChoice};
