//! The files of objectives: `[[objective]]` tables in TOML.

mod check_ins;
mod errors;
mod field;
#[cfg(test)]
mod tests;
mod values;
mod words;
mod written;

use jauge_domain::{Objective, ObjectiveFault, Position, TomlFault, nearest};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use errors::ObjectiveError;
pub use values::parse_target;
pub use written::schema;

use field::{Fault, Wrong};
use written::{KEYS, Written};

/// The objectives in `text`, and what is wrong with others: a bad one hinders no other. `file` names it in messages.
pub fn parse(file: &str, text: &str) -> (Vec<Objective>, Vec<ObjectiveError>) {
    let error = |id: Option<String>, Fault { at, what }: Fault| ObjectiveError {
        file: file.to_owned(),
        at: Position::of(text, at),
        id,
        fault: what,
    };
    let (document, broken) = DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        return (Vec::new(), broken.iter().map(|wrong| error(None, quoted(wrong, 0))).collect());
    }
    let (mut objectives, mut errors): (Vec<Objective>, Vec<ObjectiveError>) = (Vec::new(), Vec::new());
    for (key, value) in document.get_ref() {
        let tables = value.get_ref().as_array().filter(|_| key.get_ref() == "objective");
        let Some(tables) = tables else {
            let what = ObjectiveFault::NotInFile { key: key.get_ref().to_string() };
            errors.push(error(None, Fault { at: key.span().start, what }));
            continue;
        };
        for table in tables.iter() {
            let start = table.span().start;
            match objective(file, Position::of(text, start), table) {
                Ok(one) if objectives.iter().any(|known| known.id == one.id) => {
                    let what = ObjectiveFault::IdTakenInFile { id: one.id.clone() };
                    errors.push(error(Some(one.id), Fault { at: start, what }));
                }
                Ok(one) => objectives.push(one),
                Err(fault) => {
                    let id = table.get_ref().get("id").and_then(|id| id.get_ref().as_str());
                    errors.push(error(id.map(str::to_owned), fault));
                }
            }
        }
    }
    (objectives, errors)
}

fn objective(file: &str, at: Position, table: &Spanned<DeValue<'_>>) -> Result<Objective, Fault> {
    let start = table.span().start;
    let mut keys = table.get_ref().as_table().into_iter().flat_map(DeTable::keys);
    if let Some(key) = keys.find(|key| !KEYS.contains(&key.get_ref().as_ref())) {
        let what = ObjectiveFault::UnknownKey {
            near: nearest(key.get_ref(), KEYS).map(str::to_owned),
            key: key.get_ref().to_string(),
            known: KEYS.map(str::to_owned).to_vec(),
        };
        return Err(Fault { at: key.span().start, what });
    }
    let written = Written::deserialize(table.clone().into_deserializer()).map_err(|error| quoted(&error, start))?;
    written.objective(file, at).map_err(|wrong| match wrong {
        Wrong::Value(fault) => fault,
        Wrong::Key(key, what) => Fault { at: table.get_ref().get(key).map_or(start, |value| value.span().start), what },
    })
}

/// What the TOML parser says; `start` is where it names no place.
fn quoted(error: &toml::de::Error, start: usize) -> Fault {
    let what = ObjectiveFault::Toml { fault: TomlFault::read(error.message()) };
    Fault { at: error.span().map_or(start, |span| span.start), what }
}
