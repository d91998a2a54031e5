//! A workspace and its jauge.toml.

use jauge_domain::{ConfigFault, WorkspaceMessage};

use super::{Wording, read, toml};

pub(super) fn message(message: &WorkspaceMessage, wording: &Wording) -> String {
    match message {
        WorkspaceMessage::NotFound { start } => {
            format!("no workspace here: neither `{start}` nor a folder above it has a jauge.toml")
        }
        WorkspaceMessage::Read { path, reason } => format!("cannot read `{path}`: {}", read::fault(reason)),
        WorkspaceMessage::NoConfig { dir } => format!("no workspace in `{dir}`: it has no jauge.toml"),
        WorkspaceMessage::Config { path, at, fault } => {
            format!("{path}:{}:{}: {}", at.line, at.column, config(fault, wording))
        }
        WorkspaceMessage::Recipe { path, at, fault } => {
            format!("{path}:{}:{}: {}", at.line, at.column, super::message(fault, wording))
        }
    }
}

pub(super) fn help(message: &WorkspaceMessage) -> Option<String> {
    match message {
        WorkspaceMessage::NotFound { .. } => {
            Some("make one with `jauge init DIR`, see one with `jauge demo`, or name one with `-w DIR`".to_owned())
        }
        WorkspaceMessage::Read { reason, .. } => read::help(reason),
        WorkspaceMessage::NoConfig { dir } => {
            Some(format!("make one with `jauge init {dir}`, or name another with `-w DIR`"))
        }
        WorkspaceMessage::Config { .. } | WorkspaceMessage::Recipe { .. } => None,
    }
}

pub(super) fn config(fault: &ConfigFault, wording: &Wording) -> String {
    match fault {
        ConfigFault::Toml { fault } => toml::message(fault),
        ConfigFault::UnknownSetting { key, near: Some(near) } => {
            format!("unknown key `{key}`: did you mean `{near}`?")
        }
        ConfigFault::NoEffectYet { table } => format!("[{table}] has no effect yet: take it out"),
        ConfigFault::UnknownSetting { key, near: None } => {
            format!("unknown key `{key}`: the connector `files` has no such setting")
        }
        ConfigFault::SettingValue { key, fault } => format!("`{key}`: {}", toml::message(fault)),
        ConfigFault::NoPath { source } => format!("source `{source}` needs `path`: a file or glob"),
        ConfigFault::SourceTwice { name } => format!("two sources are called `{name}`"),
        ConfigFault::UndeclaredTable { source, table, near } => {
            let hint = near.as_ref().map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            format!(
                "source `{source}` fills the table `{table}`, which nobody declares: {hint}a table of your own needs \
                 `[table.{table}]`"
            )
        }
        ConfigFault::Personal { column, recipe } => {
            format!("`{column}` tells of people, says the recipe `{recipe}`: it is not kept")
        }
        ConfigFault::ReservedTable { name } => format!("the name `{name}` is Jauge's own: choose another"),
        ConfigFault::TableName { name } => {
            format!("the table name `{name}` may only have a–z, 0–9 and _, at most 64 of them and a letter first")
        }
        ConfigFault::UnknownType { word, near, known } => {
            let hint = near.as_ref().map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            format!("no type `{word}`{hint} (there are {})", known.join(", "))
        }
        ConfigFault::LinesOf { source } => {
            format!("source `{source}`: `lines_of` is for files whose lines a `select` puts together with GROUP BY")
        }
        ConfigFault::OnDuplicate => "`on_duplicate` is \"keep\", \"latest by COLUMN\" or \"replace slice\"".to_owned(),
        ConfigFault::NoKey { table } => format!("the table `{table}` has no `key` to replace rows by"),
        ConfigFault::NothingToHash { column, near } => {
            let near = near.as_deref().map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            format!(
                "`hash` names `{column}`, and no table has a text column of that name: {near}nothing would be hashed"
            )
        }
        ConfigFault::UnknownRecipe { id, near } => {
            let near = near.as_deref().map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            format!("no recipe `{id}`: {near}`jauge source recipes` lists those of the packs in use")
        }
        ConfigFault::Unanswered { key, choices } => format!("`{key}` is not answered yet: write {choices}"),
        ConfigFault::Currency { text, near } => {
            let near = near.as_deref().map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            format!("`{text}` is no currency: {near}write a code of ISO 4217 such as `EUR`")
        }
        ConfigFault::NotADayOfYear { text } => {
            format!("`{text}` is not a day of the year such as \"04-01\" (and never 29 February)")
        }
        ConfigFault::NotALength { text } => {
            format!("`{text}` is not a length of time such as \"30m\": a number and s, m, h or d")
        }
        ConfigFault::UnknownRegion { text, known } => {
            format!(
                "no feasts of the region `{text}` come with Jauge (there are {}): name a `file` of your own",
                known.join(", ")
            )
        }
        ConfigFault::Feasts { file, fault } => format!("cannot read the feasts in `{file}`: {}", read::fault(fault)),
        ConfigFault::Calendar { why } => super::calendar::message(why, wording),
    }
}
