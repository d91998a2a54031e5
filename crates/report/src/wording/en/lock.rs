//! jauge.lock.

use jauge_domain::LockMessage;

use super::system;

pub(super) fn message(message: &LockMessage) -> String {
    match message {
        LockMessage::Unreadable { reason } => format!("jauge.lock cannot be read: {}", system::reason(reason)),
        LockMessage::Unwritable { reason } => format!("jauge.lock cannot be written: {}", system::reason(reason)),
        LockMessage::Empty => "jauge.lock has no content, which Jauge never writes".to_owned(),
        LockMessage::Syntax { reason } => format!("jauge.lock is no TOML: {reason}"),
        LockMessage::Section { section, reason } => format!("jauge.lock: [{}]: {reason}", section.name()),
    }
}

pub(super) fn help(message: &LockMessage) -> Option<String> {
    match message {
        LockMessage::Unreadable { .. } => Some("the file must be readable".to_owned()),
        LockMessage::Unwritable { .. } => Some("the workspace's folder must be writable".to_owned()),
        LockMessage::Empty => {
            Some("restore the file, or remove it: plugins are agreed to and baselines frozen anew".to_owned())
        }
        LockMessage::Syntax { .. } => Some("mend or restore the file".to_owned()),
        LockMessage::Section { .. } => {
            Some("restore the file, or take the section out: it is written again".to_owned())
        }
    }
}
