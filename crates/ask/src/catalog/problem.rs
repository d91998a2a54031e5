//! What is wrong in a KPI or model file, and where.

use datafusion::common::DataFusionError;
use datafusion::sql::sqlparser::tokenizer::Span;
use jauge_domain::{EngineMessage, HeaderError, Message, Position};
use jauge_store::{placed_at, plain, unplaced};

/// One thing wrong in a file: what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message:?}")]
pub struct Problem {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: Message,
    /// What the engine says to do next.
    pub help: Option<Message>,
}

impl Problem {
    /// A problem at a place of a file.
    pub fn at(file: &str, at: Position, message: impl Into<Message>) -> Self {
        Self { file: file.to_owned(), line: at.line, column: at.column, message: message.into(), help: None }
    }

    /// What to say of it, with its place.
    pub fn message(&self) -> Message {
        let subject = format!("{}:{}:{}", self.file, self.line, self.column);
        Message::About { subject, message: Box::new(self.message.clone()) }
    }

    pub(crate) fn header(file: &str, error: &HeaderError) -> Self {
        Self::at(file, error.at(), error.message())
    }

    /// What DataFusion says of a statement; at `fallback` where it does not say where.
    pub(crate) fn engine(file: &str, fallback: Position, error: &DataFusionError) -> Self {
        let at = placed_at(error).unwrap_or(fallback);
        // The problem has the place.
        let message = unplaced(plain(error));
        let said = error.diagnostic().filter(|_| matches!(message, Message::Engine(EngineMessage::Other { .. })));
        let help = said.and_then(|said| said.helps.first()).map(|help| Message::Quoted(help.message.clone()));
        Self { help, ..Self::at(file, at, message) }
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
