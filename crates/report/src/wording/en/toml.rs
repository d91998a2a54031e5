//! A TOML text that cannot be read.

use jauge_domain::{TomlFault, ValueKind};

pub(super) fn message(fault: &TomlFault) -> String {
    match fault {
        TomlFault::UnknownKey { key, near: Some(near), .. } => format!("unknown key `{key}`: did you mean `{near}`?"),
        TomlFault::UnknownKey { key, near: None, known } => format!("unknown key `{key}`, {}", expected(known)),
        TomlFault::MissingKey { key } => format!("the key `{key}` is missing"),
        TomlFault::UnknownWord { word, near: Some(near), .. } => {
            format!("`{word}` cannot stand here: did you mean `{near}`?")
        }
        TomlFault::UnknownWord { word, near: None, known } => {
            format!("`{word}` cannot stand here, {}", expected(known))
        }
        TomlFault::WrongKind { found, value, expected } => {
            let value = value.as_ref().map(|value| format!(" `{value}`")).unwrap_or_default();
            let fits = match expected {
                Some(expected) if expected == found => " is out of range".to_owned(),
                Some(expected) => format!(" cannot stand here, expected {}", belongs(*expected)),
                None => " cannot stand here".to_owned(),
            };
            format!("the {}{value}{fits}", kind(*found))
        }
        TomlFault::Syntax { text } => format!("it cannot be read: {text}"),
    }
}

fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "text",
        ValueKind::Integer | ValueKind::Number => "number",
        ValueKind::Boolean => "value",
        ValueKind::Date => "date",
        ValueKind::List => "list",
        ValueKind::Table => "table",
    }
}

fn belongs(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "a text in quotes",
        ValueKind::Integer => "a whole number",
        ValueKind::Number => "a number",
        ValueKind::Boolean => "`true` or `false`",
        ValueKind::Date => "a date",
        ValueKind::List => "a list in brackets",
        ValueKind::Table => "a table",
    }
}

fn expected(known: &[String]) -> String {
    match known {
        [] => "there are no keys".to_owned(),
        [one] => format!("expected `{one}`"),
        [one, other] => format!("expected `{one}` or `{other}`"),
        many => format!("expected one of {}", many.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
    }
}
