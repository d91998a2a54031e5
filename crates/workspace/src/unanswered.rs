//! Questions that `jauge init --from` wrote into jauge.toml, and nobody answered.

use std::path::Path;

use jauge_domain::{ConfigFault, Position};
use toml::de::{DeTable, DeValue};

use crate::WorkspaceError;

/// How a value starts that is a question: what follows says what an answer looks like.
const QUESTION: &str = "? ";

/// Refuses the first value in `text` that is a question still: whatever stood in its place would be a guess.
pub(crate) fn check(path: &Path, text: &str) -> Result<(), WorkspaceError> {
    let Ok(table) = DeTable::parse(text) else { return Ok(()) };
    let Some((key, choices, at)) = in_table(table.get_ref()) else { return Ok(()) };
    let fault = Box::new(ConfigFault::Unanswered { key, choices });
    Err(WorkspaceError::Config { path: path.to_owned(), at: Position::of(text, at), fault, source: None })
}

/// The first question in `table`: its key, its choices and its byte offset.
fn in_table(table: &DeTable<'_>) -> Option<(String, String, usize)> {
    let found = table.iter().filter_map(|(key, value)| match value.get_ref() {
        DeValue::String(text) => {
            let choices = text.strip_prefix(QUESTION)?.to_owned();
            Some((key.get_ref().to_string(), choices, key.span().start))
        }
        DeValue::Table(inner) => in_table(inner),
        DeValue::Array(items) => items.iter().find_map(|item| in_table(item.get_ref().as_table()?)),
        _ => None,
    });
    found.min_by_key(|(_, _, at)| *at)
}
