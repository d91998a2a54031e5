//! Exports que l'on installe.

use jauge_domain::InitMessage;

pub(super) fn message(message: &InitMessage) -> String {
    match message {
        InitMessage::NothingFound { path } => format!("aucun fichier à lire dans `{path}`"),
        InitMessage::NoSuchAnswer { text, .. } => format!("`--answer {text}` ne répond à aucune question"),
        InitMessage::Asks { key, choices } => format!("{key} ({choices}) : "),
        InitMessage::Recognised { path, recipe, table } => format!("{path} : {recipe}, vers `{table}`"),
        InitMessage::NotRecognised { path } => format!(
            "{path} : pas reconnu ; jauge.toml donne ses colonnes et un `select` pour commencer, en commentaire"
        ),
        InitMessage::Made { dir, open } if open.is_empty() => {
            format!("`{dir}` est prêt.\nEnsuite :\n  cd {dir}\n  jauge load --final\n  jauge ask '*' --period all")
        }
        InitMessage::Made { dir, open } => format!(
            "`{dir}` est prêt ; sans réponse dans son jauge.toml : {}.\nEnsuite, une fois répondu :\n  cd {dir}\n  \
             jauge load --final\n  jauge ask '*' --period all",
            open.join(", ")
        ),
        InitMessage::Added { source } => {
            format!("La source `{source}` est ajoutée à jauge.toml.\nEnsuite : jauge load {source}")
        }
    }
}

pub(super) fn help(message: &InitMessage) -> Option<String> {
    match message {
        InitMessage::NothingFound { .. } => Some("nommer un dossier d'exports, ou les fichiers eux-mêmes".to_owned()),
        InitMessage::NoSuchAnswer { known, .. } => Some(format!("écrire KEY=VALUE avec une de {}", known.join(", "))),
        InitMessage::Asks { .. }
        | InitMessage::Recognised { .. }
        | InitMessage::NotRecognised { .. }
        | InitMessage::Made { .. }
        | InitMessage::Added { .. } => None,
    }
}
