//! What `jauge repair` does.

use jauge_domain::RepairMessage;

use super::{forms::counted, store::damage};

pub(super) fn message(message: &RepairMessage) -> String {
    match message {
        RepairMessage::Whole => "rien n'est endommagé".to_owned(),
        RepairMessage::SetAside { path, damage: what } => format!("`{path}` {}", damage(what)),
        RepairMessage::Rewritten { path } => format!("`{path}` est réécrit"),
        RepairMessage::ForgottenCut { known } => {
            format!("la liste des visiteurs oubliés en a perdu ; {known} restent refusés")
        }
        RepairMessage::ForgettingLost => {
            "un visiteur était en train d'être oublié, et on ne sait plus lequel".to_owned()
        }
        RepairMessage::Salvaged { table, rows } => {
            format!(
                "{table} : le journal est refait d'après les fichiers de données, qui ont {}",
                counted(*rows, "ligne", "lignes")
            )
        }
        RepairMessage::Landed { table, batch, rows } => {
            format!("{table} : le lot {batch} est rétabli, avec {}", counted(*rows, "ligne", "lignes"))
        }
        RepairMessage::Derived { table } => format!("{table} : jetée, et dérivée à nouveau"),
        RepairMessage::Again { table, batch, source } => {
            format!("{table} : le lot {batch} a perdu des lignes, et est rechargé depuis `{source}`")
        }
        RepairMessage::Gone { table, batch, source, stream } => {
            let what = stream.as_deref().map(|stream| format!("`{stream}` de ")).unwrap_or_default();
            format!("{table} : le lot {batch} a perdu des lignes, et {what}`{source}` ne les a plus")
        }
        RepairMessage::Unaccounted { table, batch, source, rows } => {
            format!(
                "{table} : on ne sait plus de quels fichiers viennent les {rows} lignes du lot {batch} de `{source}`"
            )
        }
        RepairMessage::Kept { path } => format!("ce qui est illisible se trouve dans `{path}`"),
    }
}

pub(super) fn help(message: &RepairMessage) -> Option<String> {
    match message {
        RepairMessage::ForgottenCut { .. } => Some(
            "nul ne sait qui manque : oublier à nouveau ceux qui ne doivent pas revenir, `jauge forget VISITEUR`"
                .to_owned(),
        ),
        RepairMessage::ForgettingLost => Some("oublier à nouveau ce visiteur : `jauge forget VISITEUR`".to_owned()),
        RepairMessage::Gone { source, .. } => {
            Some(format!("remettre les fichiers, puis `jauge load {source}` ; d'ici là, ce qui en reste est gardé"))
        }
        RepairMessage::Unaccounted { .. } => {
            Some("retirer les fichiers déjà chargés : le prochain chargement en doublerait les lignes".to_owned())
        }
        RepairMessage::Kept { .. } => {
            Some("il peut contenir des données personnelles : le supprimer quand il ne sert plus".to_owned())
        }
        RepairMessage::Whole
        | RepairMessage::SetAside { .. }
        | RepairMessage::Rewritten { .. }
        | RepairMessage::Salvaged { .. }
        | RepairMessage::Landed { .. }
        | RepairMessage::Derived { .. }
        | RepairMessage::Again { .. } => None,
    }
}
