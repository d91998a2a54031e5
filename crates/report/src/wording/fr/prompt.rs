//! The prompt of `jauge sql`.

use jauge_domain::PromptMessage;

use super::{forms::counted, system};

const HELP: &str = "\
Une requête finit par `;`, sur autant de lignes qu'il faut. Tab complète ; les flèches rappellent ; Ctrl-C arrête une requête.
  .help            ceci
  .tables          les tables et les modèles
  .columns NOM     les colonnes de l'un d'eux
  .schema [NOM]    les colonnes avec leurs types
  .kpis            les KPI ; SELECT * FROM kpis('month', 'channel') y répond
  .mode FORMAT     écrire les réponses en table, list, csv, md, json ou ndjson
  .limit N         ne pas montrer plus de lignes ; 0 les montre toutes
  .read FICHIER    répondre aux requêtes d'un fichier
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
        PromptMessage::Cancelled => "arrêtée".to_owned(),
        PromptMessage::Answered { rows, shown, millis } => {
            let rows_text = counted(*rows, "ligne", "lignes");
            let seconds = format!("{},{:02} s", millis / 1000, millis % 1000 / 10);
            if shown < rows {
                let first = if *shown < 2 { "la première" } else { "les premières" };
                return format!("{first} ({shown} sur {rows_text}), {seconds} ; `.limit 0` montre tout");
            }
            format!("{rows_text}, {seconds}")
        }
        PromptMessage::Mode { format, known } => format!("{format} (il y a {})", known.join(", ")),
        PromptMessage::Limit { rows: 0 } => "toutes les lignes sont montrées".to_owned(),
        PromptMessage::Limit { rows } => {
            format!("{} au plus", counted(*rows, "ligne est montrée", "lignes sont montrées"))
        }
        PromptMessage::NotALimit { text } => {
            format!("`{text}` n'est pas un nombre de lignes : `.limit 100`, ou 0 pour toutes")
        }
        PromptMessage::Unreadable { path, reason } => {
            format!("impossible de lire `{path}` : {}", system::reason(reason))
        }
        PromptMessage::OneTable => {
            "un classeur, Parquet et Arrow contiennent une table : la réponse à une requête".to_owned()
        }
        PromptMessage::Broken { reason } => format!("l'invite ne fonctionne pas ici : {reason}"),
    }
}

pub(super) fn help(message: &PromptMessage) -> Option<String> {
    match message {
        PromptMessage::Broken { .. } => Some("donner la requête : `jauge sql \"SELECT 1\"`".to_owned()),
        PromptMessage::OneTable => Some("les lancer l'une après l'autre, chacune dans son fichier".to_owned()),
        PromptMessage::Unreadable { reason, .. } => system::help(reason),
        PromptMessage::Welcome { .. }
        | PromptMessage::Help
        | PromptMessage::Cancelled
        | PromptMessage::Answered { .. }
        | PromptMessage::Mode { .. }
        | PromptMessage::Limit { .. }
        | PromptMessage::NotALimit { .. }
        | PromptMessage::NoSuchTable { .. }
        | PromptMessage::NoSuchCommand { .. } => None,
    }
}
