//! Exports that are set up.

use jauge_domain::InitMessage;

pub(super) fn message(message: &InitMessage) -> String {
    match message {
        InitMessage::NothingFound { path } => format!("no file to read in `{path}`"),
        InitMessage::NoSuchAnswer { text, .. } => format!("`--answer {text}` answers no question"),
        InitMessage::Asks { key, choices } => format!("{key} ({choices}): "),
        InitMessage::Recognised { path, recipe, table } => format!("{path}: {recipe}, into `{table}`"),
        InitMessage::NotRecognised { path } => {
            format!("{path}: not recognised; jauge.toml has its columns and a `select` to start from, as a comment")
        }
        InitMessage::Made { dir, open } if open.is_empty() => {
            format!("Made `{dir}`.\nNext:\n  cd {dir}\n  jauge load --final\n  jauge ask '*' --period all")
        }
        InitMessage::Made { dir, open } => format!(
            "Made `{dir}`; without an answer in its jauge.toml: {}.\nNext, once they are answered:\n  cd {dir}\n  jauge \
             load --final\n  jauge ask '*' --period all",
            open.join(", ")
        ),
        InitMessage::Added { source } => {
            format!("Added the source `{source}` to jauge.toml.\nNext: jauge load {source}")
        }
    }
}

pub(super) fn help(message: &InitMessage) -> Option<String> {
    match message {
        InitMessage::NothingFound { .. } => Some("name a folder with exports, or the files themselves".to_owned()),
        InitMessage::NoSuchAnswer { known, .. } => Some(format!("write KEY=VALUE with one of {}", known.join(", "))),
        InitMessage::Asks { .. }
        | InitMessage::Recognised { .. }
        | InitMessage::NotRecognised { .. }
        | InitMessage::Made { .. }
        | InitMessage::Added { .. } => None,
    }
}
