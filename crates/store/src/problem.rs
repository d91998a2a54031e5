//! What the engine's errors say: the one place that reads their texts.

use std::{collections::BTreeSet, error::Error};

use datafusion::{
    arrow::error::ArrowError,
    common::{DataFusionError, SchemaError},
    object_store::Error as ObjectError,
    parquet::errors::ParquetError,
    sql::sqlparser::parser::ParserError,
};
use deltalake::DeltaTableError;
use jauge_domain::{CellKind, Damage, DiskFault, EngineMessage, Message, Position, StoreMessage, Told, nearest};

use crate::mebibytes;

/// Levels that the parser reads.
const PARSER_DEPTH: usize = 50;

/// What an engine's error says: ours as we made it, else by a name of ours where it has one, else the first line of its words.
pub fn plain(error: &DataFusionError) -> Message {
    if let Some(told) = chain(error).find_map(|error| error.downcast_ref::<Told>()) {
        return told.message.clone();
    }
    if let Some(known) = known(error) {
        return known.into();
    }
    match damage(error) {
        Some(damage) => StoreMessage::Broken { table: None, damage }.into(),
        None => EngineMessage::Other { said: engine_text(error) }.into(),
    }
}

/// The first line of the engine's own words, without the class of the error, the backtrace and what it puts before names.
pub fn engine_text(error: &DataFusionError) -> String {
    let whole = words(error);
    let line = first_line(&whole);
    let classes = ["Parquet error: ", "Arrow: ", "External: ", "External error: ", "Compute error: ", "Kernel error: "];
    let mut text = line;
    while let Some(rest) = classes.iter().find_map(|class| text.strip_prefix(class)) {
        text = rest;
    }
    text.replace("datafusion.public.", "")
}

/// The column that the engine does not find, where that is what `error` says, the one probably meant, and those there are.
pub fn unknown_column(error: &DataFusionError) -> Option<(String, Option<String>, Vec<String>)> {
    let DataFusionError::SchemaError(said, _) = error.find_root() else { return None };
    let SchemaError::FieldNotFound { field, valid_fields } = said.as_ref() else { return None };
    let near = nearest(&field.name, valid_fields.iter().map(|column| column.name.as_str()));
    let known: BTreeSet<&str> = valid_fields.iter().map(|column| column.name.as_str()).collect();
    let known = known.into_iter().filter(|name| !name.contains('#') && !name.starts_with("__"));
    // Where the column is there, its table is not.
    let name = if near == Some(field.name.as_str()) { field.flat_name() } else { field.name.clone() };
    let name = name.replace("datafusion.public.", "");
    Some((name, near.map(str::to_owned), known.map(str::to_owned).collect()))
}

/// An error of ours on its way through the engine.
pub fn told(message: impl Into<Message>) -> DataFusionError {
    DataFusionError::External(Box::new(Told::new(message, None)))
}

/// What the disk lacks, where that is what `error` says: the engine keeps the system's texts, not always its codes.
pub fn disk_fault(error: &dyn Error) -> Option<DiskFault> {
    let text = error.to_string();
    let says = |words: &str| text.contains(words);
    if says("No space left") {
        return Some(DiskFault::Full);
    }
    (says("Read-only file system") || says("Permission denied")).then_some(DiskFault::Closed)
}

/// The place at the end of `… at Line: 3, Column: 9`, as the parser writes it behind what it quotes.
pub fn said_at(text: &str) -> Option<Position> {
    let (_, rest) = text.rsplit_once("Line: ")?;
    let (line, rest) = rest.split_once(", Column: ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(Position { line: line.parse().ok()?, column: digits.parse().ok()? })
}

/// Where in its text a statement is wrong, where the engine says so.
pub fn placed_at(error: &DataFusionError) -> Option<Position> {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    match (error.diagnostic().and_then(|said| said.span), error.find_root()) {
        (Some(span), _) => Some(Position { line: number(span.start.line), column: number(span.start.column) }),
        (None, DataFusionError::SQL(said, _)) => said_at(&said.to_string()),
        // What else is said may quote a value, which says what it likes.
        (None, _) => None,
    }
}

/// `message` without the place that it says itself, for where that is shown.
pub fn unplaced(message: Message) -> Message {
    match message {
        Message::Engine(EngineMessage::Unexpected { expected, found, .. }) => {
            EngineMessage::Unexpected { expected, found, at: None }.into()
        }
        Message::Engine(EngineMessage::Unreadable { said, .. }) => EngineMessage::Unreadable { said, at: None }.into(),
        other => other,
    }
}

/// What is wrong with a table's log or files, where `error` says that something is.
pub(crate) fn damage_of_table(error: &DeltaTableError) -> Option<Damage> {
    let damaged = matches!(
        error,
        DeltaTableError::KernelError(_)
            | DeltaTableError::Kernel { .. }
            | DeltaTableError::ObjectStore { .. }
            | DeltaTableError::Parquet { .. }
            | DeltaTableError::Arrow { .. }
            | DeltaTableError::InvalidJsonLog { .. }
            | DeltaTableError::InvalidStatsJson { .. }
            | DeltaTableError::InvalidData { .. }
            | DeltaTableError::InvalidVersion(_)
            | DeltaTableError::MetadataError(_)
            | DeltaTableError::NoSchema
    );
    damaged.then(|| {
        let text = error.to_string();
        let line = first_line(&text);
        Damage::Unreadable { reason: line.strip_prefix("Kernel error: ").unwrap_or(line).to_owned() }
    })
}

/// `text` up to the end of its first line: a backtrace comes below it.
pub(crate) fn first_line(text: &str) -> &str {
    text.trim_start().lines().next().unwrap_or_default()
}

/// `INSERT INTO`, `DROP TABLE`: the words in capitals that `statement` begins with, three of them at most.
pub(crate) fn begins(statement: &str) -> String {
    let is_word = |word: &&str| word.chars().all(|char| char.is_ascii_uppercase());
    let words: Vec<&str> = statement.split_whitespace().take(3).take_while(is_word).collect();
    words.join(" ")
}

/// `error`, what it came from, what that came from, and so on.
fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// The last error of this type that `error` came from.
fn last<E: Error + 'static>(error: &DataFusionError) -> Option<&E> {
    chain(error).filter_map(|error| error.downcast_ref::<E>()).last()
}

/// All that the innermost error says, which may have several lines.
fn words(error: &DataFusionError) -> String {
    match last::<ArrowError>(error) {
        Some(arrow) => arrow.to_string(),
        None => error.find_root().message().into_owned(),
    }
}

fn known(error: &DataFusionError) -> Option<EngineMessage> {
    if let Some((name, near, known)) = unknown_column(error) {
        return Some(EngineMessage::NoColumn { name, near, known });
    }
    match (last::<ArrowError>(error), error.find_root()) {
        (Some(ArrowError::DivideByZero), _) => Some(EngineMessage::DivisionByZero),
        (Some(ArrowError::ArithmeticOverflow(_)), _) => Some(EngineMessage::OutOfRange),
        (_, DataFusionError::SQL(said, _)) => Some(unparsed(said)),
        (_, DataFusionError::ResourcesExhausted(_)) => Some(EngineMessage::Memory { mebibytes: mebibytes() }),
        (_, DataFusionError::SchemaError(said, _)) => match said.as_ref() {
            SchemaError::AmbiguousReference { field } => Some(EngineMessage::Ambiguous { name: field.name.clone() }),
            _ => None,
        },
        // Somebody else's words are not read for what the engine might have said.
        (None, DataFusionError::External(_)) => None,
        _ => said(&words(error)),
    }
}

/// What the parser says of a text: `Expected: …, found: … at Line: 1, Column: 8`, or anything else with a place at its end.
fn unparsed(error: &ParserError) -> EngineMessage {
    let (ParserError::ParserError(said) | ParserError::TokenizerError(said)) = error else {
        return EngineMessage::TooDeep { most: PARSER_DEPTH };
    };
    let (text, at) = (said.rsplit_once(" at Line: ").map_or(said.as_str(), |(text, _)| text), said_at(said));
    match text.strip_prefix("Expected: ").and_then(|text| text.split_once(", found: ")) {
        Some((expected, found)) => {
            let found = Some(found.to_owned()).filter(|found| found != "EOF");
            EngineMessage::Unexpected { expected: expected.to_owned(), found, at }
        }
        None => EngineMessage::Unreadable { said: first_line(text).to_owned(), at },
    }
}

/// What the engine says in words only.
fn said(text: &str) -> Option<EngineMessage> {
    let name = |before: &str, after: &str| between(text, before, after).map(str::to_owned);
    if let Some(cast) = unfit(text) {
        return Some(cast);
    }
    let misfits = [("Function '", "' failed to match any signature"), ("to satisfy a call to '", "' function")];
    if let Some(function) = misfits.into_iter().find_map(|(before, after)| name(before, after)) {
        return Some(EngineMessage::NotForType { function });
    }
    if let Some(name) = name("able function '", "' not found") {
        return Some(EngineMessage::NoTableFunction { name });
    }
    if let Some(name) = name("table '", "' not found") {
        let bare = ["datafusion.public.", "datafusion.delta.", "datafusion."];
        let name = bare.iter().find_map(|before| name.strip_prefix(before)).unwrap_or(&name).to_owned();
        return Some(EngineMessage::NoTable { name, near: None, known: Vec::new() });
    }
    if let Some(name) = name("Invalid function '", "'.") {
        // The engine names the nearest, however far that is.
        let near = between(text, "Did you mean '", "'").and_then(|near| nearest(&name, [near])).map(str::to_owned);
        return Some(EngineMessage::NoFunction { name, near });
    }
    if let Some(name) = name("Unsupported type '", "'") {
        return Some(EngineMessage::NoType { name });
    }
    if let Some(name) = text.strip_prefix("Unsupported SQL type ") {
        return Some(EngineMessage::NoType { name: first_line(name).to_owned() });
    }
    if let Some(statement) = text.strip_prefix("Query ").filter(|text| text.contains(" not implemented yet")) {
        return Some(EngineMessage::NotAQuery { statement: begins(statement) });
    }
    let known = [
        ("DivideByZero", EngineMessage::DivisionByZero),
        ("Divide by zero", EngineMessage::DivisionByZero),
        ("ArithmeticOverflow(", EngineMessage::OutOfRange),
        ("non-boolean predicate", EngineMessage::NotACondition),
        ("Scalar subquery returned more than one row", EngineMessage::SeveralRows),
        ("No SQL statements were provided", EngineMessage::Empty),
        ("only supports a single SQL statement", EngineMessage::Several),
    ];
    known.into_iter().find(|(words, _)| text.contains(words)).map(|(_, known)| known)
}

/// The value that does not fit its type, and the type, in the five ways in which Arrow says so.
fn unfit(text: &str) -> Option<EngineMessage> {
    if let Some(value) = between(text, "Error parsing timestamp from '", "'") {
        return Some(EngineMessage::Cast { value: value.to_owned(), to: CellKind::Time });
    }
    // What Jauge said of a text that is no time, while the engine folded constants, which keeps no error as it was.
    if let Some(value) = between(text, "NotRead { text: \"", "\", why: ") {
        return Some(EngineMessage::Cast { value: value.to_owned(), to: CellKind::Time });
    }
    let ways = [("string '", "' to value of "), ("value '", "' to value of "), ("value ", " to type ")];
    let cast = text.split_once("Cannot cast ").or_else(|| text.split_once("Can't cast ")).map(|(_, cast)| cast)?;
    let found = ways.iter().find_map(|(before, after)| cast.strip_prefix(before)?.split_once(after));
    let (value, to) = found.or_else(|| {
        let (to, value) = cast.strip_prefix("to ")?.split_once(". Overflowing on ")?;
        Some((value.split('"').next().unwrap_or_default(), to))
    })?;
    Some(EngineMessage::Cast { value: value.to_owned(), to: kind(to) })
}

/// The kind of values that Arrow's name of a type begins.
fn kind(name: &str) -> CellKind {
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    let is_sized = |of: &str| name.strip_prefix(of).is_some_and(|bits| bits.chars().all(|char| char.is_ascii_digit()));
    match name.as_str() {
        "Timestamp" => CellKind::Time,
        "Boolean" => CellKind::Boolean,
        "Utf8" | "LargeUtf8" | "Utf8View" => CellKind::Text,
        _ if is_sized("Date") => CellKind::Date,
        _ if is_sized("Int") || is_sized("UInt") => CellKind::Integer,
        _ if is_sized("Float") || is_sized("Decimal") => CellKind::Number,
        _ => CellKind::Other { name },
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

/// What is wrong with a file of the store, where the engine could not read one.
fn damage(error: &DataFusionError) -> Option<Damage> {
    if disk_fault(error).is_some() {
        return None;
    }
    if let Some(ObjectError::NotFound { .. }) = last::<ObjectError>(error) {
        return Some(Damage::Missing);
    }
    if let Some(of_table) = last::<DeltaTableError>(error) {
        return damage_of_table(of_table);
    }
    let of_file = last::<ObjectError>(error).is_some() || last::<ParquetError>(error).is_some();
    let said = words(error);
    if said.contains("Object Store error") && said.contains("not found") {
        return Some(Damage::Missing);
    }
    let of_file = of_file && !said.contains("Error evaluating filter predicate");
    let text = engine_text(error);
    let reason = ["Parquet error: ", "Object Store error: "].iter().fold(text.as_str(), |text, class| {
        // What comes before it names a file by a path of the engine's.
        text.rsplit(class).next().unwrap_or(text)
    });
    of_file.then(|| Damage::Unreadable { reason: reason.to_owned() })
}

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
