//! The prompt of `jauge sql`.

use jauge_domain::PromptMessage;

const HELP: &str = "\
Une requête finit par `;`, sur autant de lignes qu'il faut. Tab complète ; les flèches rappellent.
  .help            ceci
  .tables          les tables et les modèles
  .columns NOM     les colonnes de l'un d'eux
  .kpis            les KPI ; SELECT * FROM kpis('month', 'channel') y répond
  .quit            quitter (Ctrl-D aussi)";

pub(super) fn message(message: &PromptMessage) -> String {
    match message {
        PromptMessage::Welcome { workspace } => format!("{workspace} · `.help` pour l'aide, `.quit` pour quitter"),
        PromptMessage::Help => HELP.to_owned(),
        PromptMessage::NoSuchTable { name } => {
            format!("pas de table ni de modèle `{name}` : `.tables` en donne la liste")
        }
        PromptMessage::NoSuchCommand { command } => {
            format!("pas de commande `{command}` : `.help` en donne la liste")
        }
        PromptMessage::Broken { reason } => format!("l'invite ne fonctionne pas ici : {reason}"),
    }
}

pub(super) fn help(message: &PromptMessage) -> Option<String> {
    match message {
        PromptMessage::Broken { .. } => Some("donner la requête : `jauge sql \"SELECT 1\"`".to_owned()),
        PromptMessage::Welcome { .. }
        | PromptMessage::Help
        | PromptMessage::NoSuchTable { .. }
        | PromptMessage::NoSuchCommand { .. } => None,
    }
}
