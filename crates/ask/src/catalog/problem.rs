//! What is wrong in a KPI or model file, and where.

use std::fmt;

use datafusion::common::DataFusionError;
use datafusion::sql::sqlparser::tokenizer::Span;
use jauge_domain::{HeaderError, Position};
use jauge_store::{plain, said_at};

/// One thing wrong in a file: what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}

impl Problem {
    /// A problem at a place of a file.
    pub fn at(file: &str, at: Position, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: at.line, column: at.column, message: message.into(), help: None }
    }

    /// The same problem with what to do next.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    pub(crate) fn header(file: &str, error: &HeaderError) -> Self {
        let start = Position { line: 1, column: 1 };
        match error {
            HeaderError::Toml { message, at } => Self::at(file, *at, message.trim()),
            other => Self::at(file, start, other.to_string()),
        }
    }

    /// What DataFusion says of a statement; at `fallback` where it does not say where.
    pub(crate) fn engine(file: &str, fallback: Position, error: &DataFusionError) -> Self {
        let span = error.diagnostic().and_then(|said| said.span);
        let at = span.map_or_else(
            || said_at(&error.to_string()).unwrap_or(fallback),
            |span| Position { line: place(span.start.line), column: place(span.start.column) },
        );
        let mut problem = Self::at(file, at, plain(error));
        problem.help = error.diagnostic().and_then(|said| said.helps.first()).map(|help| help.message.clone());
        problem
    }
}

/// Where a span of the parser starts; `fallback` for the empty span.
pub(crate) fn position(span: Span, fallback: Position) -> Position {
    if span.start.line == 0 {
        return fallback;
    }
    Position { line: place(span.start.line), column: place(span.start.column) }
}

fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
