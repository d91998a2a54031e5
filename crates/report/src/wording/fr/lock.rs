//! jauge.lock.

use jauge_domain::LockMessage;

pub(super) fn message(message: &LockMessage) -> String {
    match message {
        LockMessage::Unreadable { reason } => format!("impossible de lire jauge.lock : {reason}"),
        LockMessage::Unwritable { reason } => format!("impossible d'écrire jauge.lock : {reason}"),
        LockMessage::Syntax { reason } => format!("jauge.lock : {reason}"),
        LockMessage::Section { section, reason } => format!("jauge.lock : [{}] : {reason}", section.name()),
    }
}

pub(super) fn help(message: &LockMessage) -> Option<String> {
    match message {
        LockMessage::Unreadable { .. } => Some("rendre le fichier lisible".to_owned()),
        LockMessage::Unwritable { .. } => Some("rendre le dossier de l'espace de travail inscriptible".to_owned()),
        LockMessage::Syntax { .. } => Some("corriger ou restaurer le fichier".to_owned()),
        LockMessage::Section { .. } => {
            Some("restaurer le fichier, ou en ôter la section : elle sera réécrite".to_owned())
        }
    }
}
