//! A workspace and its jauge.toml.

use jauge_domain::{ConfigFault, WorkspaceMessage};

use super::{Wording, read, toml};

pub(super) fn message(message: &WorkspaceMessage, wording: &Wording) -> String {
    match message {
        WorkspaceMessage::NotFound { start } => {
            format!("pas d'espace de travail ici : ni `{start}` ni un dossier au-dessus n'a de jauge.toml")
        }
        WorkspaceMessage::Read { path, reason } => format!("impossible de lire `{path}` : {}", read::fault(reason)),
        WorkspaceMessage::NoConfig { dir } => {
            format!("pas d'espace de travail dans `{dir}` : il n'a pas de jauge.toml")
        }
        WorkspaceMessage::Config { path, at, fault } => {
            format!("{path}:{}:{} : {}", at.line, at.column, config(fault, wording))
        }
        WorkspaceMessage::Recipe { path, at, fault } => {
            format!("{path}:{}:{} : {}", at.line, at.column, super::message(fault, wording))
        }
    }
}

pub(super) fn help(message: &WorkspaceMessage) -> Option<String> {
    match message {
        WorkspaceMessage::NotFound { .. } => Some(
            "en créer un avec `jauge init DIR`, en voir un avec `jauge demo`, ou en nommer un avec `-w DIR`".to_owned(),
        ),
        WorkspaceMessage::Read { reason, .. } => read::help(reason),
        WorkspaceMessage::NoConfig { dir } => {
            Some(format!("en créer un avec `jauge init {dir}`, ou en nommer un autre avec `-w DIR`"))
        }
        WorkspaceMessage::Config { .. } | WorkspaceMessage::Recipe { .. } => None,
    }
}

pub(super) fn config(fault: &ConfigFault, wording: &Wording) -> String {
    match fault {
        ConfigFault::Toml { fault } => toml::message(fault),
        ConfigFault::UnknownSetting { key, near: Some(near) } => {
            format!("clé `{key}` inconnue : vouliez-vous dire `{near}` ?")
        }
        ConfigFault::NoEffectYet { table } => format!("[{table}] n'a pas encore d'effet : l'ôter"),
        ConfigFault::UnknownSetting { key, near: None } => {
            format!("clé `{key}` inconnue : le connecteur `files` n'a pas ce réglage")
        }
        ConfigFault::SettingValue { key, fault } => format!("`{key}` : {}", toml::message(fault)),
        ConfigFault::NoPath { source } => format!("il faut un `path` à la source `{source}` : un fichier ou un motif"),
        ConfigFault::SourceTwice { name } => format!("deux sources s'appellent `{name}`"),
        ConfigFault::UndeclaredTable { source, table, near } => {
            let hint = near.as_ref().map(|near| format!("vouliez-vous dire `{near}` ? ")).unwrap_or_default();
            format!(
                "la source `{source}` remplit la table `{table}`, que rien ne déclare : {hint}pour une table à soi, il \
                 faut `[table.{table}]`"
            )
        }
        ConfigFault::Personal { column, recipe } => {
            format!("`{column}` parle de personnes, dit la recette `{recipe}` : elle n'est pas gardée")
        }
        ConfigFault::ReservedTable { name } => {
            format!("le nom `{name}` est réservé à Jauge : en choisir un autre")
        }
        ConfigFault::TableName { name } => {
            format!("le nom de table `{name}` a au plus 64 des signes a–z, 0–9 et _, une lettre en tête")
        }
        ConfigFault::UnknownType { word, near, known } => {
            let hint = near.as_ref().map(|near| format!(" : vouliez-vous dire `{near}` ?")).unwrap_or_default();
            format!("il n'y a pas de type `{word}`{hint} (il y a {})", known.join(", "))
        }
        ConfigFault::LinesOf { source } => format!(
            "source `{source}` : `lines_of` va avec des fichiers dont un `select` rassemble les lignes par GROUP BY"
        ),
        ConfigFault::OnDuplicate => "`on_duplicate` est \"keep\", \"latest by COLUMN\" ou \"replace slice\"".to_owned(),
        ConfigFault::NoKey { table } => {
            format!("la table `{table}` n'a pas de `key` qui dise quelles lignes remplacer")
        }
        ConfigFault::NothingToHash { column, near } => {
            let near = near.as_deref().map_or_else(String::new, |near| format!("vouliez-vous dire `{near}` ? "));
            format!(
                "`hash` nomme `{column}`, et aucune table n'a de colonne de texte de ce nom : {near}rien ne serait haché"
            )
        }
        ConfigFault::UnknownRecipe { id, near } => {
            let near = near.as_deref().map_or_else(String::new, |near| format!("vouliez-vous dire `{near}` ? "));
            format!("pas de recette `{id}` : {near}`jauge source recipes` liste celles des packs utilisés")
        }
        ConfigFault::Unanswered { key, choices } => {
            format!("`{key}` n'a pas encore de réponse : écrire {choices}")
        }
        ConfigFault::Currency { text, near } => {
            let near = near.as_deref().map_or_else(String::new, |near| format!("vouliez-vous dire `{near}` ? "));
            format!("`{text}` n'est pas une devise : {near}écrire un code ISO 4217 tel que `EUR`")
        }
        ConfigFault::NotADayOfYear { text } => {
            format!("`{text}` n'est pas un jour de l'année tel que \"04-01\" (et jamais le 29 février)")
        }
        ConfigFault::NotALength { text } => {
            format!("`{text}` n'est pas une durée telle que \"30m\" : un nombre et s, m, h ou d")
        }
        ConfigFault::UnknownRegion { text, known } => format!(
            "Jauge n'apporte pas de fêtes de la région `{text}` (il y a {}) : nommer un `file` à soi",
            known.join(", ")
        ),
        ConfigFault::Feasts { file, fault } => {
            format!("impossible de lire les fêtes dans `{file}` : {}", read::fault(fault))
        }
        ConfigFault::Calendar { why } => super::calendar::message(why, wording),
    }
}
