//! The store, and sessions that lag behind it.

use jauge_domain::{Damage, DiskFault, SessionsMessage, StoreMessage, SystemFault};

use super::{super::visible::first_line, Wording, system};

pub(super) fn message(message: &StoreMessage) -> String {
    match message {
        StoreMessage::Newer { path, found, known } => {
            format!("the store `{path}` was written by a newer Jauge (format {found}, this one knows {known})")
        }
        StoreMessage::Older { path, found, known } => {
            format!("the store `{path}` was written by an older Jauge (format {found}, this one writes {known})")
        }
        StoreMessage::Io { path, reason, .. } => format!("cannot read or write `{path}`: {}", system::reason(reason)),
        StoreMessage::Link { path } => format!("`{path}` is a link, and the store has none"),
        StoreMessage::KeyLost { path } => {
            format!(
                "`{path}` is not the key that the store was written under: rows would come twice, and the forgotten back"
            )
        }
        StoreMessage::ForgottenLost { path, noted, known } => {
            format!("`{path}` has {known} of the {noted} visitors that were forgotten: the others would come back")
        }
        StoreMessage::Key { path } => format!("cannot read `{path}`: keys must have 32 bytes each"),
        StoreMessage::Damaged { path, damage } => format!("`{path}` {}", self::damage(damage)),
        StoreMessage::Behind { table, batch } => {
            format!("the table `loads` has lost what it knew of batch {batch} of `{table}`")
        }
        StoreMessage::RepairUnfinished { path } => format!("the repair of `{path}` was interrupted"),
        StoreMessage::Entry { table, reason } => {
            format!("table `{table}`: an entry is damaged: it makes no sense ({reason})")
        }
        StoreMessage::Broken { table, damage } => {
            let what = table.as_ref().map_or_else(|| "a data file".to_owned(), |table| format!("the table `{table}`"));
            format!("{what} {}", self::damage(damage))
        }
        StoreMessage::Table { table, reason, disk } => {
            let why = match disk {
                Some(DiskFault::Full) => "no space is left on the disk".to_owned(),
                Some(DiskFault::Closed) => "you may not write there".to_owned(),
                None => reason.clone(),
            };
            format!("the table `{table}` cannot be read or written: {why}")
        }
    }
}

/// What to do about what cannot be read.
const DAMAGED: &str = "`jauge doctor --deep` says what is damaged, `jauge repair` brings back what can be";

/// What is wrong with a file, after its name.
pub(super) fn damage(damage: &Damage) -> String {
    match damage {
        Damage::Missing => "is missing".to_owned(),
        Damage::Empty => "is damaged: it is empty".to_owned(),
        Damage::Cut => "is damaged: its end is missing".to_owned(),
        Damage::Miscounted { said, has } => {
            format!("is damaged: the log says that it has {said} rows, and it has {has}")
        }
        Damage::Foreign => "is damaged: it says what Jauge never writes".to_owned(),
        Damage::Outside { path } => {
            format!("is damaged: it names the file `{path}`, which is not in the table's folder")
        }
        Damage::Unreadable { reason } => match SystemFault::read(reason) {
            Some(fault) => format!("cannot be read: {}", system::fault(fault)),
            None => format!("is damaged: its content makes no sense ({})", first_line(reason)),
        },
    }
}

pub(super) fn help(message: &StoreMessage) -> Option<String> {
    let text = match message {
        StoreMessage::Newer { .. } => "install the newer Jauge, or use another workspace",
        StoreMessage::Older { .. } => {
            "move the folder aside and load into a fresh one; copy its files `key` and `forgotten` over first, where there are any"
        }
        StoreMessage::Io { disk, .. } | StoreMessage::Table { disk, .. } => match disk {
            Some(DiskFault::Full) => "the disk is full: free some space and load again; nothing was loaded",
            Some(DiskFault::Closed) => "the workspace's folder `.jauge` must be writable",
            None => match message {
                StoreMessage::Io { reason, .. } => return system::help(reason),
                _ => DAMAGED,
            },
        },
        StoreMessage::Damaged { .. } | StoreMessage::Broken { .. } | StoreMessage::Entry { .. } => DAMAGED,
        StoreMessage::Behind { .. } => "`jauge repair` finds out; until then a load could bring rows twice",
        StoreMessage::RepairUnfinished { .. } => "run `jauge repair` again: it goes on where it was",
        StoreMessage::Link { .. } => "remove the link; to keep the store elsewhere, move the whole workspace there",
        StoreMessage::KeyLost { .. } => {
            "restore the file from a copy; if it is lost for good, move the folder `.jauge` away, load again, and forget those again who must not come back"
        }
        StoreMessage::ForgottenLost { .. } => {
            "restore the file from a copy, or run `jauge repair` and forget them again"
        }
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
