//! Formats of answers.

use jauge_domain::FormatMessage;

pub(super) fn message(message: &FormatMessage) -> String {
    match message {
        FormatMessage::UnknownFormat { text, near, known } => {
            let near = near.as_ref().map(|near| format!("did you mean `{near}`? There are ")).unwrap_or_default();
            format!("no format `{text}`: {near}{}", one_of(known))
        }
    }
}

/// `a`, `b` or `c`.
fn one_of(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}
