//! A host that keeps what it hears, and words for it.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use jauge_domain::{Message, RejectedRow, SourceNote, Told};
use jauge_plugin::{ConnectorError, Host, Reject};
use jauge_report::Wording;

use crate::Hears;

#[derive(Default)]
pub(super) struct Ears {
    pub(super) rejects: Mutex<Vec<RejectedRow>>,
    pub(super) notes: Mutex<Vec<Message>>,
    pub(super) bytes: AtomicU64,
    pub(super) cancelled: AtomicBool,
}

impl Host for Ears {
    fn reject(&self, reject: Reject) {
        panic!("{reject:?} is a sentence");
    }
    fn note(&self, text: &str) {
        panic!("{text} is a sentence");
    }
    fn progress(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

impl Hears for Ears {
    fn rejected(&self, row: RejectedRow) {
        self.rejects.lock().unwrap().push(row);
    }
    fn found(&self, note: SourceNote) {
        self.notes.lock().unwrap().push(note.into());
    }
}

pub(super) fn said(message: &Message) -> String {
    Wording::default().message(message)
}

/// What is said of `error`; the words of the system, where it is the system's.
pub(super) fn told(error: &ConnectorError) -> String {
    match error {
        ConnectorError::Plugin(host) | ConnectorError::Settings(host) => said(&host.get::<Told>().unwrap().message),
        other => other.to_string(),
    }
}
