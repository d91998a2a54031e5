//! The store, and sessions that lag behind it.

use jauge_domain::{DiskFault, SessionsMessage, StoreMessage};

use super::Wording;

pub(super) fn message(message: &StoreMessage) -> String {
    match message {
        StoreMessage::Newer { path, found, known } => {
            format!("the store `{path}` was written by a newer Jauge (format {found}, this one knows {known})")
        }
        StoreMessage::Io { path, reason, .. } => format!("cannot read or write `{path}`: {reason}"),
        StoreMessage::Key { path } => format!("cannot read `{path}`: the key must have 32 bytes"),
        StoreMessage::Entry { table, reason } => format!("table `{table}`: an entry cannot be read: {reason}"),
        StoreMessage::Table { table, reason, .. } => format!("table `{table}`: {reason}"),
    }
}

pub(super) fn help(message: &StoreMessage) -> Option<String> {
    let text = match message {
        StoreMessage::Newer { .. } => "install the newer Jauge, or use another workspace",
        StoreMessage::Io { disk, .. } | StoreMessage::Table { disk, .. } => match disk {
            Some(DiskFault::Full) => "the disk is full: free some space and load again; nothing was loaded",
            Some(DiskFault::Closed) => "the workspace's folder `.jauge` must be writable",
            None => return None,
        },
        StoreMessage::Entry { .. } => return None,
        StoreMessage::Key { .. } => "restore the file: without it, pseudonyms of before are other ones from now on",
    };
    Some(text.to_owned())
}

pub(super) fn sessions(message: &SessionsMessage, wording: &Wording) -> String {
    match message {
        SessionsMessage::AnotherWrites => "another jauge is writing: sessions are as they were before".to_owned(),
        SessionsMessage::NotDerived { why } => {
            let why = super::message(why, wording);
            format!("sessions are not up to date with the events, and stay as they are: {why}")
        }
        SessionsMessage::Stopped => {
            "stopped: the events are loaded, and the next command brings sessions up to date".to_owned()
        }
    }
}
