//! What is to be said, as codes with typed arguments. The sentences are `crates/report/src/wording`'s alone.
//!
//! Every error type has `fn message(&self) -> Message` beside its `#[source]`: whoever shows it chooses the language.

mod connector;
mod contract;
mod doctor;
mod lock;
mod plugin;
mod plugin_note;
mod told;

pub use connector::ConnectorMessage;
pub use contract::{ContractBreach, ContractStruct};
pub use doctor::DoctorMessage;
pub use lock::{LockMessage, LockSection};
pub use plugin::{Claim, ClaimValue, Ending, ForeignFault, ManifestFault, PluginIssue, PluginMessage};
pub use plugin_note::{Adding, PluginNote};
pub use told::Told;

use serde::Serialize;

use crate::CalendarError;

/// One thing to say: what happened, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// Words of the system, the engine or a plugin, as they came; no language changes them.
    Quoted(String),
    /// About a date, a period, a grain or a zone.
    Calendar(CalendarError),
    /// About a connector or its settings.
    Connector(ConnectorMessage),
    /// What `jauge doctor` finds.
    Doctor(DoctorMessage),
    /// About jauge.lock.
    Lock(LockMessage),
    /// About a plugin that cannot be used, or that failed.
    Plugin(PluginMessage),
    /// What the commands about plugins say.
    PluginNote(PluginNote),
}

impl From<ConnectorMessage> for Message {
    fn from(message: ConnectorMessage) -> Self {
        Self::Connector(message)
    }
}

impl From<LockMessage> for Message {
    fn from(message: LockMessage) -> Self {
        Self::Lock(message)
    }
}

impl From<CalendarError> for Message {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}
