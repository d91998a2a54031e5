//! What the engine's errors say: the one place that reads their texts.

use datafusion::common::{DataFusionError, SchemaError};
use jauge_domain::{DiskFault, Position, nearest};

/// An engine's message without its class and backtrace; of an unknown column, the one probably meant.
pub fn plain(error: &DataFusionError) -> String {
    if let Some((column, near)) = unknown_column(error) {
        return format!(
            "no column `{column}`{}",
            near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
        );
    }
    if let DataFusionError::SQL(said, _) = error.find_root() {
        return said.to_string().trim_start_matches("sql parser error: ").to_owned();
    }
    let text = error.find_root().strip_backtrace();
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_closed_one_and_from_other_errors() {
        let of = |error: Error| disk_fault(&DataFusionError::IoError(error));
        assert_eq!(of(Error::from_raw_os_error(28)), Some(DiskFault::Full));
        assert_eq!(of(Error::from_raw_os_error(13)), Some(DiskFault::Closed));
        assert_eq!(of(Error::from_raw_os_error(30)), Some(DiskFault::Closed));
        assert_eq!(of(Error::from(ErrorKind::NotFound)), None);
    }
}
