//! What is to be said, as codes with typed arguments. The sentences are `crates/report/src/wording`'s alone.
//!
//! Every error type has `fn message(&self) -> Message` beside its `#[source]`: whoever shows it chooses the language.

mod ask;
mod catalog;
mod cell;
mod command;
mod comparison;
mod connector;
mod contract;
mod doctor;
mod engine;
mod files;
mod header;
mod init;
mod kpi_fault;
mod kpi_note;
mod load;
mod load_note;
mod lock;
mod no_noise;
mod no_value;
mod plugin;
mod plugin_note;
mod prompt;
mod read;
mod reconcile;
mod reject;
mod repair;
mod secret;
mod serve;
mod store;
mod system;
mod told;
mod toml;
mod tree;
mod trust;
mod workspace;

pub use ask::{AskMessage, AskNote, OwnScan, Seam};
pub use catalog::{CatalogMessage, NameTaken, ResolveError};
pub use cell::{CellError, CellKind, TimePart};
pub use command::CommandMessage;
pub use comparison::ComparisonNote;
pub use connector::ConnectorMessage;
pub use contract::{ContractBreach, ContractStruct};
pub use doctor::DoctorMessage;
pub use engine::EngineMessage;
pub use files::{FileFault, FileNote, FilesMessage, ForeignKind, RowKind, ZipFault};
pub use header::HeaderMessage;
pub use init::{InitChoices, InitMessage};
pub use kpi_fault::KpiFault;
pub use kpi_note::KpiNote;
pub use load::{FitFault, LoadMessage, SelectFault, SourceNote};
pub use load_note::{KeptFrom, LoadNote};
pub use lock::{LockMessage, LockSection};
pub use no_noise::NoNoise;
pub use no_value::{Missing, NoValue};
pub use plugin::{Claim, ClaimValue, Ending, ForeignFault, ManifestFault, PluginIssue, PluginMessage, RowsFault};
pub use plugin_note::{Adding, PluginNote};
pub use prompt::PromptMessage;
pub use read::ReadFault;
pub use reconcile::ReconcileNote;
pub use reject::{RejectReason, RejectedRow};
pub use repair::RepairMessage;
pub use secret::SecretFault;
pub use serve::ServeMessage;
pub use store::{Damage, DiskFault, SessionsMessage, StoreMessage};
pub use system::SystemFault;
pub use told::Told;
pub use toml::{TomlFault, ValueKind};
pub use tree::{TreeMessage, TreeNote};
pub use trust::TrustMessage;
pub use workspace::{ConfigFault, WorkspaceMessage};
mod format;
mod objective;
mod objective_file;

use serde::Serialize;

use crate::calendar::CalendarError;

pub use format::FormatMessage;
pub use objective::{BaselineChange, ObjectiveMessage};
pub use objective_file::{ObjectiveFault, WordSet};

/// One thing to say: what happened, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// Words of the system, the engine or a plugin, as they came; no language changes them.
    Quoted(String),
    /// A message about one of several things.
    About {
        /// Its name.
        subject: String,
        /// What there is to say of it.
        message: Box<Message>,
    },
    /// Several things, each with what to do about it.
    Several(Vec<Message>),
    /// About a TOML text that cannot be read.
    Toml(TomlFault),
    /// About a date, a period, a grain or a zone.
    Calendar(CalendarError),
    /// What the commands say.
    Command(CommandMessage),
    /// What setting up exports says.
    Init(InitMessage),
    /// About a connector or its settings.
    Connector(ConnectorMessage),
    /// What `jauge doctor` finds.
    Doctor(DoctorMessage),
    /// What the commands about KPIs say.
    KpiNote(KpiNote),
    /// What the commands about sources say.
    LoadNote(LoadNote),
    /// About jauge.lock.
    Lock(LockMessage),
    /// About a plugin that cannot be used, or that failed.
    Plugin(PluginMessage),
    /// What the commands about plugins say.
    PluginNote(PluginNote),
    /// About formats of answers.
    Format(FormatMessage),
    /// About objectives, what cannot be judged and what is done with them.
    Objective(ObjectiveMessage),
    /// About what is wrong with a file of objectives.
    ObjectiveFile(ObjectiveFault),
    /// Why a question has no answer.
    Ask(AskMessage),
    /// What the reader of an answer should know.
    AskNote(AskNote),
    /// Why a scan is not part of another.
    OwnScan(OwnScan),
    /// What is wrong with a file of the catalog.
    Catalog(CatalogMessage),
    /// A name that names none.
    Resolve(ResolveError),
    /// What is wrong with a KPI's SQL.
    KpiFault(KpiFault),
    /// What is wrong with a header.
    Header(HeaderMessage),
    /// Why an answer has no value.
    NoValue(NoValue),
    /// Why nobody can say whether a change is more than chance gives.
    NoNoise(NoNoise),
    /// What the engine cannot do.
    Engine(EngineMessage),
    /// What the prompt of `jauge sql` says.
    Prompt(PromptMessage),
    /// What `jauge repair` does.
    Repair(RepairMessage),
    /// What `jauge serve` says.
    Serve(ServeMessage),
    /// About the store.
    Store(StoreMessage),
    /// Why sessions lag behind the events.
    Sessions(SessionsMessage),
    /// About a workspace that cannot be opened.
    Workspace(WorkspaceMessage),
    /// About what is wrong with a jauge.toml.
    Config(ConfigFault),
    /// About files that a source reads.
    Files(FilesMessage),
    /// Why a text cannot be read as a value.
    Cell(CellError),
    /// Why a row is not loaded.
    Reject(RejectReason),
    /// Why nothing was loaded.
    Load(LoadMessage),
    /// What a load says beside its numbers.
    SourceNote(SourceNote),
    /// What is said of books held against a tag.
    Reconcile(ReconcileNote),
    /// Why a KPI cannot be taken apart.
    Tree(TreeMessage),
    /// What is said beside a change taken apart, and beside what a KPI would take.
    TreeNote(TreeNote),
    /// About what a workspace was trusted with.
    Trust(TrustMessage),
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

impl From<FormatMessage> for Message {
    fn from(message: FormatMessage) -> Self {
        Self::Format(message)
    }
}

impl From<ObjectiveMessage> for Message {
    fn from(message: ObjectiveMessage) -> Self {
        Self::Objective(message)
    }
}

impl From<ObjectiveFault> for Message {
    fn from(fault: ObjectiveFault) -> Self {
        Self::ObjectiveFile(fault)
    }
}

impl From<AskMessage> for Message {
    fn from(message: AskMessage) -> Self {
        Self::Ask(message)
    }
}

impl From<AskNote> for Message {
    fn from(message: AskNote) -> Self {
        Self::AskNote(message)
    }
}

impl From<OwnScan> for Message {
    fn from(message: OwnScan) -> Self {
        Self::OwnScan(message)
    }
}

impl From<CatalogMessage> for Message {
    fn from(message: CatalogMessage) -> Self {
        Self::Catalog(message)
    }
}

impl From<ResolveError> for Message {
    fn from(message: ResolveError) -> Self {
        Self::Resolve(message)
    }
}

impl From<KpiFault> for Message {
    fn from(message: KpiFault) -> Self {
        Self::KpiFault(message)
    }
}

impl From<HeaderMessage> for Message {
    fn from(message: HeaderMessage) -> Self {
        Self::Header(message)
    }
}

impl From<NoValue> for Message {
    fn from(message: NoValue) -> Self {
        Self::NoValue(message)
    }
}

impl From<NoNoise> for Message {
    fn from(message: NoNoise) -> Self {
        Self::NoNoise(message)
    }
}

impl From<EngineMessage> for Message {
    fn from(message: EngineMessage) -> Self {
        Self::Engine(message)
    }
}

impl From<PromptMessage> for Message {
    fn from(message: PromptMessage) -> Self {
        Self::Prompt(message)
    }
}
