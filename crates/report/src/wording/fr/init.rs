//! Exports que l'on installe.

use jauge_domain::{InitChoices, InitMessage};

pub(super) fn message(message: &InitMessage) -> String {
    match message {
        InitMessage::NothingFound { path } => format!("aucun fichier à lire dans `{path}`"),
        InitMessage::NoSuchAnswer { text, .. } => format!("`--answer {text}` ne répond à aucune question"),
        InitMessage::Asks { key, choices } => format!("{key} ({}) : ", says(choices)),
        InitMessage::Choices { choices } => says(choices),
        InitMessage::Recognised { path, recipe, table } => format!("{path} : {recipe}, vers `{table}`"),
        InitMessage::NotRecognised { path } => format!(
            "{path} : pas reconnu ; jauge.toml donne ses colonnes et un `select` pour commencer, en commentaire"
        ),
        InitMessage::AsItIs { path } => {
            format!("{path} : pas reconnu ; ses lignes vont telles quelles dans une table à part")
        }
        InitMessage::NotRead { path } => format!("{path} : pas lu ; jauge.toml dit pourquoi, en commentaire"),
        InitMessage::Empty { path } => format!("{path} : vide"),
        InitMessage::Made { dir, open } if open.is_empty() => {
            format!("`{dir}` est prêt.\nEnsuite :{}\n  jauge load --final\n  jauge ask '*' --period all", enter(dir))
        }
        InitMessage::Made { dir, open } => format!(
            "`{dir}` est prêt ; sans réponse dans son jauge.toml : {}.\nEnsuite, une fois répondu :{}\n  \
             jauge load --final\n  jauge ask '*' --period all",
            open.join(", "),
            enter(dir)
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
        InitChoices::Zone => "le fuseau où commencent vos jours, tel que \"Europe/Paris\"".to_owned(),
        InitChoices::DateOrder => "\"day first\" (jour d'abord) ou \"month first\" (mois d'abord)".to_owned(),
        InitChoices::Currency => "un code ISO 4217, tel que \"EUR\"".to_owned(),
        InitChoices::Waiting { percent } => format!(
            "\"count\" (compter) ou \"leave out\" (laisser de côté) : parmi les premières commandes, {percent} % sont en attente ou \
             autorisées"
        ),
        InitChoices::Unknown { files } => {
            format!(
                "\"load\" (charger) ou \"leave\" (laisser) : aucune recette ne connaît {files} des fichiers, dont les lignes peuvent être chargées telles quelles"
            )
        }
        InitChoices::CurrencyOf { codes } => {
            let codes: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
            format!("celle dans laquelle vous rendez compte : les fichiers ont {}", codes.join(", "))
        }
    }
}
