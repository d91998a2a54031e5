//! The TOML header in the leading comment of a `.sql` file.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A place in a file, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The place of byte `offset` in `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { line, column }
    }
}

/// Why a header cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The file does not start with a header.
    #[error("no header: the file must start with `/*---`, TOML lines, and `---*/`")]
    Missing,
    /// The header is not closed.
    #[error("the header has no end: a line `---*/` closes it")]
    Open,
    /// The TOML is malformed or has a wrong key.
    #[error("{message}")]
    Toml {
        /// What is wrong.
        message: String,
        /// Where, in the file.
        at: Position,
    },
}

/// Splits `text` into its parsed header and the byte offset where its SQL starts.
pub(crate) fn split<T: DeserializeOwned>(text: &str) -> Result<(T, usize), HeaderError> {
    const OPEN: &str = "/*---";
    const CLOSE: &str = "---*/";
    let start = text.find(OPEN).filter(|at| text[..*at].trim().is_empty()).ok_or(HeaderError::Missing)? + OPEN.len();
    let end = start + text[start..].find(CLOSE).ok_or(HeaderError::Open)?;
    let header = toml::from_str(&text[start..end]).map_err(|error| HeaderError::Toml {
        message: error.message().to_owned(),
        at: Position::of(text, start + error.span().map_or(0, |span| span.start)),
    })?;
    Ok((header, end + CLOSE.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_stands_at_its_line_and_column_of_the_file() {
        let text = "/*---\nid = \"a\"\nlevel = oops\n---*/\nSELECT 1";
        let error = split::<toml::Table>(text).unwrap_err();
        assert!(matches!(error, HeaderError::Toml { at: Position { line: 3, column: 9 }, .. }), "{error:?}");
    }

    #[test]
    fn a_file_without_header_says_so() {
        assert_eq!(split::<toml::Table>("SELECT 1").unwrap_err(), HeaderError::Missing);
        assert_eq!(split::<toml::Table>("/*--- a = 1").unwrap_err(), HeaderError::Open);
    }
}
