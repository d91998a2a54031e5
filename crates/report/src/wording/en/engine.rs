//! What the engine cannot do.

use jauge_domain::EngineMessage;

use super::{
    cell,
    names::{meant, near_or_list},
};

pub(super) fn message(message: &EngineMessage) -> String {
    match message {
        EngineMessage::NoColumn { name, near, known } => {
            let known = if known.is_empty() { String::new() } else { format!(" (there are {})", known.join(", ")) };
            format!("no column `{name}`{}{known}", meant(near))
        }
        EngineMessage::NoTable { name, near, known } if known.is_empty() => {
            format!("no table or model `{name}`{}", meant(near))
        }
        EngineMessage::NoTable { name, .. } => format!("no table or model `{name}`"),
        EngineMessage::GroupingSets => "the subquery has grouping sets of its own; put it into a model".to_owned(),
        EngineMessage::Ungroupable { step } => format!("the subquery has a step that cannot be grouped: {step}"),
        EngineMessage::TimesApart { hours } => {
            format!("the times lie further apart than {hours} hours; ask for a shorter period")
        }
        EngineMessage::TooDeep { most } => {
            format!("it nests more than {most} levels deep: split it with WITH, or into models")
        }
        EngineMessage::Memory { mebibytes } => {
            format!("it needs more memory than the {mebibytes} MiB that may be used")
        }
        EngineMessage::BrokenOff { reason } => {
            let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("what makes the rows broke off before they were all there{reason}")
        }
        EngineMessage::TimeOutside => "a time lies outside of the years Jauge can count".to_owned(),
        EngineMessage::NotRead { text, why } => {
            format!("`{text}` cannot be read as a time: {}", cell::message(why))
        }
        EngineMessage::NotAQuery { statement } => format!("only queries run here, and `{statement}` is none"),
        EngineMessage::KpisArguments => {
            "`kpis` takes a grain and dimensions in single quotes, such as kpis('month', 'channel')".to_owned()
        }
        EngineMessage::LacksColumn { name } => format!("no column `{name}`"),
    }
}

pub(super) fn help(message: &EngineMessage) -> Option<String> {
    match message {
        EngineMessage::NoTable { near, known, .. } if !known.is_empty() => Some(near_or_list(near, known)),
        EngineMessage::NotAQuery { .. } => Some("write SELECT; `jauge load` brings data in, and `jauge sql \"SELECT …\" --format csv > file.csv` writes them out".to_owned()),
        EngineMessage::Memory { .. } => {
            Some("ask for a shorter period or fewer dimensions, or allow more with JAUGE_MEMORY (MiB)".to_owned())
        }
        EngineMessage::BrokenOff { .. } => {
            Some("this is a fault of the program: please report it with the text above".to_owned())
        }
        EngineMessage::NoTable { .. }
        | EngineMessage::NoColumn { .. }
        | EngineMessage::GroupingSets
        | EngineMessage::Ungroupable { .. }
        | EngineMessage::TimesApart { .. }
        | EngineMessage::TimeOutside
        | EngineMessage::NotRead { .. }
        | EngineMessage::TooDeep { .. }
        | EngineMessage::KpisArguments
        | EngineMessage::LacksColumn { .. } => None,
    }
}
