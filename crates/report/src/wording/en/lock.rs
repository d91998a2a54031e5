//! jauge.lock.

use jauge_domain::LockMessage;

use super::{read, system};

pub(super) fn message(message: &LockMessage) -> String {
    match message {
        LockMessage::Unreadable { reason } => format!("jauge.lock cannot be read: {}", read::fault(reason)),
        LockMessage::Unwritable { reason } => format!("jauge.lock cannot be written: {}", system::reason(reason)),
        LockMessage::Empty => "jauge.lock has no content, which Jauge never writes".to_owned(),
        LockMessage::Syntax { reason } => format!("jauge.lock is no TOML: {reason}"),
        LockMessage::Section { section, reason } => format!("jauge.lock: [{}]: {reason}", section.name()),
    }
}

/// What to do where it is damaged.
const AGAIN: &str = "restore it, as from your version control; or move it away: then `jauge plugin add plugins/NAME` agrees \
                     to each plugin again, and baselines are frozen anew";

pub(super) fn help(message: &LockMessage) -> Option<String> {
    let text = match message {
        LockMessage::Unwritable { .. } => "the workspace's folder must be writable",
        LockMessage::Unreadable { .. }
        | LockMessage::Empty
        | LockMessage::Syntax { .. }
        | LockMessage::Section { .. } => AGAIN,
    };
    Some(text.to_owned())
}
