//! A TOML text that cannot be read.

use jauge_domain::{TomlFault, ValueKind};

pub(super) fn message(fault: &TomlFault) -> String {
    match fault {
        TomlFault::UnknownKey { key, near: Some(near), .. } => {
            format!("clé `{key}` inconnue : vouliez-vous dire `{near}` ?")
        }
        TomlFault::UnknownKey { key, near: None, known } => format!("clé `{key}` inconnue : {}", expected(known)),
        TomlFault::MissingKey { key } => format!("il manque la clé `{key}`"),
        TomlFault::UnknownWord { word, near: Some(near), .. } => {
            format!("`{word}` ne va pas ici : vouliez-vous dire `{near}` ?")
        }
        TomlFault::UnknownWord { word, near: None, known } => {
            format!("`{word}` ne va pas ici : {}", expected(known))
        }
        TomlFault::WrongKind { found, value, expected } => {
            let value = value.as_ref().map(|value| format!(" `{value}`")).unwrap_or_default();
            let fits = match expected {
                Some(expected) if expected == found => " sort des limites".to_owned(),
                Some(expected) => format!(" ne va pas ici : il faut {}", belongs(*expected)),
                None => " ne va pas ici".to_owned(),
            };
            format!("{}{value}{fits}", kind(*found))
        }
        TomlFault::Syntax { text } => format!("c'est illisible : {text}"),
    }
}

fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "le texte",
        ValueKind::Integer | ValueKind::Number => "le nombre",
        ValueKind::Boolean => "la valeur",
        ValueKind::Date => "la date",
        ValueKind::List => "la liste",
        ValueKind::Table => "la table",
    }
}

fn belongs(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "un texte entre guillemets",
        ValueKind::Integer => "un nombre entier",
        ValueKind::Number => "un nombre",
        ValueKind::Boolean => "`true` ou `false`",
        ValueKind::Date => "une date",
        ValueKind::List => "une liste entre crochets",
        ValueKind::Table => "une table",
    }
}

fn expected(known: &[String]) -> String {
    match known {
        [] => "il n'y a pas de clés".to_owned(),
        some => format!("il y a {}", some.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
    }
}
