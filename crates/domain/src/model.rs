//! A model: a SQL view over tables and other models, with a time column and dimensions.

use serde::Deserialize;

use crate::header::{self, HeaderError};

/// A model as its file defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The name that KPIs read `FROM`.
    pub name: String,
    /// The column a period cuts by; `None`: no grain and no period but `all`.
    pub time: Option<String>,
    /// Columns to group by; empty: every column but the time.
    pub dimensions: Vec<String>,
    /// The columns that name one row.
    pub key: Vec<String>,
    /// Whether its rows are stored.
    pub materialize: Materialize,
    /// The whole file.
    pub text: String,
    /// Byte offset in `text` where the SQL starts.
    pub sql_at: usize,
    /// The file, for messages.
    pub file: String,
}

/// Whether a model's rows are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Materialize {
    /// Computed when it is asked.
    #[default]
    View,
    /// Stored, and only the touched part recomputed after a load.
    Incremental,
}

impl Model {
    /// Reads a model file. `file` names it in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let (written, sql_at) = header::split::<Written>(text)?;
        let Written { name, time, dimensions, key, materialize } = written;
        Ok(Self { name, time, dimensions, key, materialize, text: text.to_owned(), sql_at, file: file.to_owned() })
    }

    /// The SQL without the header.
    pub fn sql(&self) -> &str {
        &self.text[self.sql_at..]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    time: Option<String>,
    #[serde(default)]
    dimensions: Vec<String>,
    #[serde(default)]
    key: Vec<String>,
    #[serde(default)]
    materialize: Materialize,
}
