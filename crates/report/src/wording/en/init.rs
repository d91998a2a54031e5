//! Exports that are set up.

use jauge_domain::{InitChoices, InitMessage};

pub(super) fn message(message: &InitMessage) -> String {
    match message {
        InitMessage::NothingFound { path } => format!("no file to read in `{path}`"),
        InitMessage::NoSuchAnswer { text, .. } => format!("`--answer {text}` answers no question"),
        InitMessage::Asks { key, choices } => format!("{key} ({}): ", says(choices)),
        InitMessage::Choices { choices } => says(choices),
        InitMessage::Recognised { path, recipe, table } => format!("{path}: {recipe}, into `{table}`"),
        InitMessage::NotRecognised { path } => {
            format!("{path}: not recognised; jauge.toml has its columns and a `select` to start from, as a comment")
        }
        InitMessage::AsItIs { path } => {
            format!("{path}: not recognised; its rows go as they are into a table of their own")
        }
        InitMessage::NotRead { path } => format!("{path}: not read; jauge.toml says why, as a comment"),
        InitMessage::Empty { path } => format!("{path}: empty"),
        InitMessage::Made { dir, open } if open.is_empty() => {
            format!("Made `{dir}`.\nNext:{}\n  jauge load --final\n  jauge ask '*' --period all", enter(dir))
        }
        InitMessage::Made { dir, open } => format!(
            "Made `{dir}`; without an answer in its jauge.toml: {}.\nNext, once they are answered:{}\n  jauge \
             load --final\n  jauge ask '*' --period all",
            open.join(", "),
            enter(dir)
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
        | InitMessage::Choices { .. }
        | InitMessage::NotRecognised { .. }
        | InitMessage::AsItIs { .. }
        | InitMessage::NotRead { .. }
        | InitMessage::Empty { .. }
        | InitMessage::Made { .. }
        | InitMessage::Added { .. } => None,
    }
}

/// The step into `dir`, for who is not there.
fn enter(dir: &str) -> String {
    if dir == "." { String::new() } else { format!("\n  cd {dir}") }
}

fn says(choices: &InitChoices) -> String {
    match choices {
        InitChoices::Zone => "the zone that your days begin in, such as \"Europe/Paris\"".to_owned(),
        InitChoices::DateOrder => "\"day first\" or \"month first\"".to_owned(),
        InitChoices::Currency => "a code of ISO 4217, such as \"EUR\"".to_owned(),
        InitChoices::Waiting { percent } => {
            format!("\"count\" or \"leave out\": of the first orders, {percent} % are pending, on hold or authorized")
        }
        InitChoices::Unknown { files } => {
            format!("\"load\" or \"leave\": no recipe knows {files} of the files, whose rows can be loaded as they are")
        }
        InitChoices::CurrencyOf { codes } => {
            let codes: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
            format!("the one you report in: the files have {}", codes.join(", "))
        }
    }
}
