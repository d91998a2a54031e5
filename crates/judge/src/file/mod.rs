//! The files of objectives: `[[objective]]` tables in TOML.

mod check_ins;
mod errors;
#[cfg(test)]
mod tests;
mod values;
mod written;

use jauge_domain::{Objective, Position, nearest};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use errors::ObjectiveError;
pub use written::schema;

use written::{KEYS, Written};

const EXAMPLE: &str = "an objective needs four lines: id = \"more-orders\", kpi = \"ecommerce.orders\", target = \"+10%\", period = \"2026-Q2\"";

/// The objectives in `text`, and what is wrong with others: a bad one hinders no other. `file` names it in messages.
pub fn parse(file: &str, text: &str) -> (Vec<Objective>, Vec<ObjectiveError>) {
    let error = |at: usize, message: String| ObjectiveError {
        file: file.to_owned(),
        at: Position::of(text, at),
        id: None,
        message,
        help: None,
    };
    let (document, broken) = DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        let at = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        return (Vec::new(), broken.iter().map(|wrong| error(at(wrong), wrong.message().to_owned())).collect());
    }
    let (mut objectives, mut errors): (Vec<Objective>, Vec<ObjectiveError>) = (Vec::new(), Vec::new());
    for (key, value) in document.get_ref() {
        let tables = value.get_ref().as_array().filter(|_| key.get_ref() == "objective");
        let Some(tables) = tables else {
            let wrong = error(key.span().start, format!("`{}` is no part of a file of objectives", key.get_ref()));
            errors.push(wrong.help("each objective starts with a line [[objective]]"));
            continue;
        };
        for table in tables.iter() {
            match objective(file, text, table) {
                Ok(one) if objectives.iter().any(|known| known.id == one.id) => {
                    let message = format!("the id `{}` is taken in this file", one.id);
                    errors.push(ObjectiveError { id: Some(one.id), ..error(table.span().start, message) });
                }
                Ok(one) => objectives.push(one),
                Err(wrong) => errors.push(*wrong),
            }
        }
    }
    (objectives, errors)
}

fn objective(file: &str, text: &str, table: &Spanned<DeValue<'_>>) -> Result<Objective, Box<ObjectiveError>> {
    let id = table.get_ref().get("id").and_then(|id| id.get_ref().as_str()).map(str::to_owned);
    let wrong = |at: usize, message: String| {
        Box::new(ObjectiveError {
            file: file.to_owned(),
            at: Position::of(text, at),
            id: id.clone(),
            message,
            help: None,
        })
    };
    let mut keys = table.get_ref().as_table().into_iter().flat_map(DeTable::keys);
    if let Some(key) = keys.find(|key| !KEYS.contains(&key.get_ref().as_ref())) {
        let error = wrong(key.span().start, format!("an objective has no key `{}`", key.get_ref()));
        return Err(Box::new(match nearest(key.get_ref(), KEYS) {
            Some(meant) => error.help(format!("did you mean `{meant}`?")),
            None => error.help(format!("there are {}", KEYS.join(", "))),
        }));
    }
    let written = Written::deserialize(table.clone().into_deserializer()).map_err(|error| {
        let at = error.span().map_or(table.span().start, |span| span.start);
        let missing = error.message().starts_with("missing field");
        let error = wrong(at, error.message().to_owned());
        if missing { Box::new(error.help(EXAMPLE)) } else { error }
    })?;
    let at = Position::of(text, table.span().start);
    written.objective(file, at).map_err(|(key, message, help)| {
        let value = table.get_ref().get(key.as_str());
        let error = wrong(value.map_or(table.span().start, |value| value.span().start), message);
        Box::new(match help {
            Some(help) => error.help(help),
            None => *error,
        })
    })
}
