//! A model: a SQL view over tables and other models, with a time column and dimensions.

use serde::Deserialize;
use toml::Spanned;

use crate::header::{Header, HeaderError};
use crate::message::HeaderMessage;

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
    /// The whole file.
    pub text: String,
    /// Byte offset in `text` where the SQL starts.
    pub sql_at: usize,
    /// The file, for messages.
    pub file: String,
}

impl Model {
    /// Reads a model file. `file` names it in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let (header, sql_at) = Header::of_sql(text)?;
        let Written { name, time, dimensions, key, materialize } = header.read()?;
        if let Some(stored) = materialize.filter(|how| *how.get_ref() != Materialize::View) {
            return Err(header.fault(&stored, HeaderMessage::Stored));
        }
        Ok(Self { name, time, dimensions, key, text: text.to_owned(), sql_at, file: file.to_owned() })
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
    /// Whether its rows are stored: so far none are.
    materialize: Option<Spanned<Materialize>>,
}

/// Whether a model's rows are stored. Only what is computed when it is asked can be had so far.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Materialize {
    View,
    Incremental,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Position;

    #[test]
    fn a_model_is_computed_when_it_is_asked() {
        let text = |how: &str| format!("/*---\nname = \"a\"\nmaterialize = \"{how}\"\n---*/\nSELECT 1");
        assert!(Model::parse("a.sql", &text("view")).is_ok());
        let error = Model::parse("a.sql", &text("incremental")).unwrap_err();
        assert_eq!((error.message(), error.at()), (HeaderMessage::Stored.into(), Position { line: 3, column: 15 }));
    }
}
