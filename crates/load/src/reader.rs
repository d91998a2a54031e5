//! A source ready to be read.

use std::sync::Arc;

use datafusion::sql::sqlparser::ast::Query;
use jauge_files::FilesConnector;
use jauge_plugin::SourceConnector;
use jiff::tz::TimeZone;

use super::{pseudonym::Pseudonyms, rejects::Diagnostics};

/// A source ready to be read.
#[derive(Clone)]
pub(crate) struct Reader {
    /// The source's name.
    pub(crate) source: String,
    /// Who reads it.
    pub(crate) connector: Arc<dyn SourceConnector>,
    /// The same, where it is the built-in one.
    pub(crate) files: Option<Arc<FilesConnector>>,
    /// Its `select`.
    pub(crate) query: Option<Query>,
    /// The column whose lines are gathered over all files of a load.
    pub(crate) lines_of: Option<String>,
    /// True where files never overlap.
    pub(crate) disjoint: bool,
    /// Columns of its files that are kept in `properties`.
    pub(crate) keep: Vec<String>,
    /// The version of the plugin that brings the connector, where one does.
    pub(crate) version: Option<String>,
    /// Zone of times without one.
    pub(crate) zone: TimeZone,
    /// The workspace's currency.
    pub(crate) currency: Option<&'static str>,
    /// Who hears of rejects and notes.
    pub(crate) host: Arc<Diagnostics>,
    /// Replaces identifiers.
    pub(crate) pseudonyms: Arc<Pseudonyms>,
}
