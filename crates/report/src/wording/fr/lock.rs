//! jauge.lock.

use jauge_domain::LockMessage;

use super::system;

pub(super) fn message(message: &LockMessage) -> String {
    match message {
        LockMessage::Unreadable { reason } => format!("impossible de lire jauge.lock : {}", system::reason(reason)),
        LockMessage::Unwritable { reason } => format!("impossible d'écrire jauge.lock : {}", system::reason(reason)),
        LockMessage::Empty => "jauge.lock est vide, ce que Jauge n'écrit jamais".to_owned(),
        LockMessage::Syntax { reason } => format!("jauge.lock n'est pas du TOML : {reason}"),
        LockMessage::Section { section, reason } => format!("jauge.lock : [{}] : {reason}", section.name()),
    }
}

pub(super) fn help(message: &LockMessage) -> Option<String> {
    match message {
        LockMessage::Unreadable { .. } => Some("rendre le fichier lisible".to_owned()),
        LockMessage::Unwritable { .. } => Some("rendre le dossier de l'espace de travail inscriptible".to_owned()),
        LockMessage::Empty => Some(
            "restaurer le fichier, ou le supprimer : plugins et références seront à confirmer à nouveau".to_owned(),
        ),
        LockMessage::Syntax { .. } => Some("corriger ou restaurer le fichier".to_owned()),
        LockMessage::Section { .. } => {
            Some("restaurer le fichier, ou en ôter la section : elle sera réécrite".to_owned())
        }
    }
}
