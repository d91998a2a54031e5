//! jauge.lock.

use jauge_domain::LockMessage;

use super::{read, system};

pub(super) fn message(message: &LockMessage) -> String {
    match message {
        LockMessage::Unreadable { reason } => format!("impossible de lire jauge.lock : {}", read::fault(reason)),
        LockMessage::Unwritable { reason } => format!("impossible d'écrire jauge.lock : {}", system::reason(reason)),
        LockMessage::Empty => "jauge.lock est vide, ce que Jauge n'écrit jamais".to_owned(),
        LockMessage::Syntax { reason } => format!("jauge.lock n'est pas du TOML : {reason}"),
        LockMessage::Section { section, reason } => format!("jauge.lock : [{}] : {reason}", section.name()),
    }
}

/// What to do where it is damaged.
const AGAIN: &str = "le restaurer, par exemple du gestionnaire de versions ; ou le déplacer : `jauge plugin add \
                     plugins/NOM` accepte alors chaque plugin à nouveau, et les références sont figées de nouveau";

pub(super) fn help(message: &LockMessage) -> Option<String> {
    let text = match message {
        LockMessage::Unwritable { .. } => "rendre le dossier de l'espace de travail inscriptible",
        LockMessage::Unreadable { .. }
        | LockMessage::Empty
        | LockMessage::Syntax { .. }
        | LockMessage::Section { .. } => AGAIN,
    };
    Some(text.to_owned())
}
