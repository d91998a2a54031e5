//! The store, and sessions that lag behind it.

use jauge_domain::{DiskFault, SessionsMessage, StoreMessage};

use super::Wording;

pub(super) fn message(message: &StoreMessage) -> String {
    match message {
        StoreMessage::Newer { path, found, known } => {
            format!("`{path}` a été écrit par un Jauge plus récent (format {found}, celui-ci connaît {known})")
        }
        StoreMessage::Io { path, reason, .. } => format!("impossible de lire ou d'écrire `{path}` : {reason}"),
        StoreMessage::Key { path } => format!("impossible de lire `{path}` : la clé doit avoir 32 octets"),
        StoreMessage::Entry { table, reason } => format!("table `{table}` : une entrée est illisible : {reason}"),
        StoreMessage::Table { table, reason, .. } => format!("table `{table}` : {reason}"),
    }
}

pub(super) fn help(message: &StoreMessage) -> Option<String> {
    let text = match message {
        StoreMessage::Newer { .. } => "installer ce Jauge plus récent, ou prendre un autre espace de travail",
        StoreMessage::Io { disk, .. } | StoreMessage::Table { disk, .. } => match disk {
            Some(DiskFault::Full) => {
                "le disque est plein : libérer de la place et charger à nouveau ; rien n'a été chargé"
            }
            Some(DiskFault::Closed) => "rendre inscriptible le dossier `.jauge` de l'espace de travail",
            None => return None,
        },
        StoreMessage::Entry { .. } => return None,
        StoreMessage::Key { .. } => "restaurer le fichier : sans lui, les pseudonymes ne seront plus les mêmes",
    };
    Some(text.to_owned())
}

pub(super) fn sessions(message: &SessionsMessage, wording: &Wording) -> String {
    match message {
        SessionsMessage::AnotherWrites => {
            "un autre jauge est en train d'écrire : les sessions restent celles d'avant".to_owned()
        }
        SessionsMessage::NotDerived { why } => {
            let why = super::message(why, wording);
            format!("les sessions ne sont pas à jour des événements, et restent ce qu'elles sont : {why}")
        }
        SessionsMessage::Stopped => {
            "arrêté : les événements sont chargés, et la prochaine commande mettra les sessions à jour".to_owned()
        }
    }
}
