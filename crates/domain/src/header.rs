//! The TOML header in the leading comment of a `.sql` file.

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::message::{HeaderMessage, Message, TomlFault};
use crate::position::Position;

/// Why a header cannot be read, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum HeaderError {
    /// The TOML is malformed or has a wrong key.
    Toml {
        /// What the parser says.
        source: toml::de::Error,
        /// Where, in the file.
        at: Position,
    },
    /// What the TOML says cannot be.
    Fault {
        /// What is wrong.
        fault: HeaderMessage,
        /// Where, in the file.
        at: Position,
    },
}

impl HeaderError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        match self {
            Self::Toml { source, .. } => Message::Toml(TomlFault::read(source.message())),
            Self::Fault { fault, .. } => Message::Header(fault.clone()),
        }
    }

    /// Where in the file it is.
    pub fn at(&self) -> Position {
        match self {
            Self::Toml { at, .. } | Self::Fault { at, .. } => *at,
        }
    }
}

/// A file with TOML in it, for the places of what is wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header<'a> {
    text: &'a str,
    /// Byte offsets in `text` between which the TOML stands.
    start: usize,
    end: usize,
}

impl<'a> Header<'a> {
    /// A file that is TOML as a whole.
    pub(crate) fn whole(text: &'a str) -> Self {
        Self { text, start: 0, end: text.len() }
    }

    /// The header in the leading comment of a `.sql` file, and the byte offset where the SQL starts.
    pub(crate) fn of_sql(text: &'a str) -> Result<(Self, usize), HeaderError> {
        const OPEN: &str = "/*---";
        const CLOSE: &str = "---*/";
        let lacks = |fault| HeaderError::Fault { fault, at: Position { line: 1, column: 1 } };
        let open = text.find(OPEN).filter(|at| text[..*at].trim().is_empty());
        let start = open.ok_or_else(|| lacks(HeaderMessage::Missing))? + OPEN.len();
        let end = start + text[start..].find(CLOSE).ok_or_else(|| lacks(HeaderMessage::Open))?;
        Ok((Self { text, start, end }, end + CLOSE.len()))
    }

    /// What the TOML says.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, HeaderError> {
        toml::from_str(&self.text[self.start..self.end]).map_err(|source| {
            let at = self.place(source.span().map_or(0, |span| span.start));
            HeaderError::Toml { source, at }
        })
    }

    /// What is wrong with a value.
    pub(crate) fn fault<T>(self, value: &Spanned<T>, fault: HeaderMessage) -> HeaderError {
        HeaderError::Fault { fault, at: self.place(value.span().start) }
    }

    /// The number of days in a value such as `30d`.
    pub(crate) fn days(self, value: Option<Spanned<String>>) -> Result<Option<i64>, HeaderError> {
        let Some(value) = value else { return Ok(None) };
        let text = value.get_ref();
        let days = text.strip_suffix('d').and_then(|days| days.parse().ok()).filter(|days| *days > 0);
        days.map(Some).ok_or_else(|| self.fault(&value, HeaderMessage::NotDays { text: text.clone() }))
    }

    fn place(self, offset: usize) -> Position {
        Position::of(self.text, self.start + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Result<toml::Table, HeaderError> {
        Header::of_sql(text).and_then(|(header, _)| header.read())
    }

    #[test]
    fn an_error_stands_at_its_line_and_column_of_the_file() {
        let text = "/*---\nid = \"a\"\nlevel = oops\n---*/\nSELECT 1";
        assert_eq!(split(text).unwrap_err().at(), Position { line: 3, column: 9 });
    }

    #[test]
    fn a_file_without_header_says_so() {
        let said = |text| split(text).unwrap_err().message();
        assert_eq!(said("SELECT 1"), HeaderMessage::Missing.into());
        assert_eq!(said("/*--- a = 1"), HeaderMessage::Open.into());
    }
}
