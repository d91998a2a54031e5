//! What the engine's errors say: the one place that reads their texts.

use datafusion::common::{DataFusionError, SchemaError};
use jauge_domain::{DiskFault, EngineMessage, Message, Position, Told, nearest};

use crate::mebibytes;

/// What an engine's error says: ours as we made it, an unknown column with the one probably meant, an unknown table by its name,
/// and anything else as it came, without its class and backtrace.
pub fn plain(error: &DataFusionError) -> Message {
    let root = error.find_root();
    if let Some(ours) = ours(root) {
        return ours;
    }
    if let Some((name, near)) = unknown_column(error) {
        return EngineMessage::NoColumn { name, near, known: Vec::new() }.into();
    }
    if let DataFusionError::ResourcesExhausted(_) = root {
        return EngineMessage::Memory { mebibytes: mebibytes() }.into();
    }
    if let Some(name) = missing_table(&root.strip_backtrace()) {
        return EngineMessage::NoTable { name: name.to_owned(), near: None, known: Vec::new() }.into();
    }
    Message::Quoted(engine_text(error))
}

/// The engine's own words, without the class of the error and the backtrace.
pub fn engine_text(error: &DataFusionError) -> String {
    let root = error.find_root();
    if let DataFusionError::SQL(said, _) = root {
        return said.to_string().trim_start_matches("sql parser error: ").to_owned();
    }
    let text = root.strip_backtrace();
    let text = ["Error during planning: ", "SQL error: ", "Schema error: ", "Execution error: "]
        .iter()
        .fold(text.as_str(), |text, class| text.strip_prefix(class).unwrap_or(text));
    text.lines().next().unwrap_or_default().to_owned()
}

/// The column that the engine does not find, where that is what `error` says, and the one probably meant.
pub fn unknown_column(error: &DataFusionError) -> Option<(String, Option<String>)> {
    let DataFusionError::SchemaError(said, _) = error.find_root() else { return None };
    let SchemaError::FieldNotFound { field, valid_fields } = said.as_ref() else { return None };
    let near = nearest(&field.name, valid_fields.iter().map(|column| column.name.as_str()));
    Some((field.name.clone(), near.map(str::to_owned)))
}

/// An error of ours on its way through the engine.
pub fn told(message: impl Into<Message>) -> DataFusionError {
    DataFusionError::External(Box::new(Told::new(message, None)))
}

fn ours(error: &DataFusionError) -> Option<Message> {
    match error {
        DataFusionError::External(inner) => inner.downcast_ref::<Told>().map(|told| told.message.clone()),
        _ => None,
    }
}

/// The name inside `table 'datafusion.public.orders' not found`.
fn missing_table(text: &str) -> Option<&str> {
    text.split_once("table 'datafusion.public.")?.1.strip_suffix("' not found")
}

/// What the disk lacks, where that is what `error` says: the engine keeps the system's texts, not always its codes.
pub fn disk_fault(error: &dyn std::error::Error) -> Option<DiskFault> {
    let text = error.to_string();
    let says = |words: &str| text.contains(words);
    if says("No space left") {
        return Some(DiskFault::Full);
    }
    (says("Read-only file system") || says("Permission denied")).then_some(DiskFault::Closed)
}

/// The place inside `… at Line: 3, Column: 9`, as the parser writes it.
pub fn said_at(text: &str) -> Option<Position> {
    let (_, rest) = text.split_once("Line: ")?;
    let (line, rest) = rest.split_once(", Column: ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(Position { line: line.parse().ok()?, column: digits.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn an_unknown_table_is_named() {
        let error = DataFusionError::Plan("table 'datafusion.public.event' not found".to_owned());
        let missing = EngineMessage::NoTable { name: "event".to_owned(), near: None, known: Vec::new() };
        assert_eq!(plain(&error), missing.into());
    }

    #[test]
    fn what_is_ours_comes_out_as_it_went_in() {
        let error = told(EngineMessage::GroupingSets).context("on its way");
        assert_eq!(plain(&error), EngineMessage::GroupingSets.into());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_from_a_closed_one_and_from_other_errors() {
        let of = |error: Error| disk_fault(&DataFusionError::IoError(error));
        assert_eq!(of(Error::from_raw_os_error(28)), Some(DiskFault::Full));
        assert_eq!(of(Error::from_raw_os_error(13)), Some(DiskFault::Closed));
        assert_eq!(of(Error::from_raw_os_error(30)), Some(DiskFault::Closed));
        assert_eq!(of(Error::from(ErrorKind::NotFound)), None);
    }
}
