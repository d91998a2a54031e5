//! Errors at the edge: what, where, what next, and the exit code.

use std::{io, path::Path};

use jauge_core::{
    ask::AskError,
    catalog::{Problem, ResolveError},
    judge::JudgeError,
    load::LoadError,
    settings::WorkspaceError,
    store::StoreError,
    tree::TreeError,
};
use jauge_domain::{
    AskMessage, CommandMessage, EngineMessage, Message, Position, SessionsMessage, SourceNote, StoreMessage,
};
use jauge_judge::ObjectiveError;
use jauge_lockfile::LockError;
use jauge_plugin::ConnectorError;
use jauge_plugin_host::PluginError;
use jauge_trust::TrustError;

use crate::exit::{CHECK_FAILED, INTERNAL, SOURCE_FAILED, WRONG};

pub(crate) use jauge_core::load::connector_message;

/// An error with its exit code and what to do next; it is put into words when it is shown.
#[derive(Debug)]
pub(crate) struct CliError {
    code: u8,
    pub(crate) message: Box<Message>,
    /// What to do next, before what the message's wording says of it.
    pub(crate) help: Option<Box<Message>>,
    pub(crate) place: Option<(String, Position)>,
    /// The text of that place, where it is no file's as it lies there; the place's name is then empty where nothing names the text.
    pub(crate) text: Option<String>,
}

impl CliError {
    /// The request is wrong, as `message` says.
    pub(crate) fn told(message: impl Into<Message>) -> Self {
        Self::coded(WRONG, message)
    }

    /// What `message` says: the store cannot be read, or else the request is wrong.
    pub(crate) fn of(message: Message) -> Self {
        let code = if is_of_store(&message) { SOURCE_FAILED } else { WRONG };
        Self::coded(code, message)
    }

    /// The same, with what `about` makes of its message.
    pub(crate) fn about<M: Into<Message>>(self, about: impl FnOnce(Box<Message>) -> M) -> Self {
        Self { message: Box::new(about(self.message).into()), ..self }
    }

    /// The same, about a place in a file.
    pub(crate) fn at(self, file: &Path, at: Position) -> Self {
        Self { place: Some((file.display().to_string(), at)), ..self }
    }

    /// The same, about a place in `text`, which `name` names.
    pub(crate) fn within(self, name: &str, text: &str, at: Position) -> Self {
        Self { place: Some((name.to_owned(), at)), text: Some(text.to_owned()), ..self }
    }

    /// What is wrong with an objective in a file of the workspace at `root`.
    pub(crate) fn objective(root: &Path, error: &ObjectiveError) -> Self {
        let file = root.join(&error.file).display().to_string();
        Self { place: Some((file, error.at)), ..Self::told(error.message()) }
    }

    /// Sessions lag behind the events, which are loaded.
    pub(crate) fn lagging(why: SessionsMessage) -> Self {
        Self::coded(SOURCE_FAILED, why)
    }

    fn coded(code: u8, message: impl Into<Message>) -> Self {
        Self { code, message: Box::new(message.into()), help: None, place: None, text: None }
    }

    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        self.code
    }
}

/// True where what the store holds cannot be read: whatever was asked, that is why.
fn is_of_store(message: &Message) -> bool {
    match message {
        // Another program is wanted, or another folder: nothing failed.
        Message::Store(message) => !matches!(message, StoreMessage::Newer { .. } | StoreMessage::Older { .. }),
        Message::About { message, .. } => is_of_store(message),
        Message::Ask(AskMessage::Run { reason, .. } | AskMessage::Filter { reason, .. }) => is_of_store(reason),
        _ => false,
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::coded(INTERNAL, CommandMessage::System { reason: error.to_string() })
    }
}

impl From<WorkspaceError> for CliError {
    fn from(error: WorkspaceError) -> Self {
        let place = match &error {
            WorkspaceError::Config { path, at, .. } => Some((path.display().to_string(), *at)),
            WorkspaceError::NotFound { .. } | WorkspaceError::Read { .. } | WorkspaceError::Recipe { .. } => None,
        };
        Self { place, ..Self::told(error.message()) }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        let code =
            if matches!(error, StoreError::Newer { .. } | StoreError::Older { .. }) { WRONG } else { SOURCE_FAILED };
        Self::coded(code, error.message())
    }
}

impl From<LoadError> for CliError {
    fn from(error: LoadError) -> Self {
        let message = error.message();
        match error {
            LoadError::Store(error) => error.into(),
            LoadError::Connector(ConnectorError::Config { .. } | ConnectorError::Settings(_)) => {
                Self::coded(WRONG, message)
            }
            LoadError::Connector(_) => {
                Self { help: Some(Box::new(SourceNote::NothingOfSource.into())), ..Self::coded(SOURCE_FAILED, message) }
            }
            LoadError::Stopped { why, .. } => {
                let is_ours = matches!(*why, Message::Engine(EngineMessage::BrokenOff { .. }));
                Self::coded(if is_ours { INTERNAL } else { SOURCE_FAILED }, message)
            }
            LoadError::Untrusted { .. }
            | LoadError::Engine { .. }
            | LoadError::AmbiguousDates { .. }
            | LoadError::Hollow { .. }
            | LoadError::NotAsAnnounced { .. } => Self::coded(SOURCE_FAILED, message),
            LoadError::Strict { .. } => Self::coded(CHECK_FAILED, message),
            LoadError::Select { .. }
            | LoadError::Fit { .. }
            | LoadError::Gone { .. }
            | LoadError::HashedOtherwise { .. }
            | LoadError::KeyTwice { .. }
            | LoadError::UnknownBatch { .. } => Self::coded(WRONG, message),
        }
    }
}

impl From<PluginError> for CliError {
    fn from(error: PluginError) -> Self {
        Self::coded(SOURCE_FAILED, error.message())
    }
}

impl From<JudgeError> for CliError {
    fn from(error: JudgeError) -> Self {
        match error {
            JudgeError::Files { .. } | JudgeError::Unknown(_) => Self::told(error.message()),
            JudgeError::Lock(error) => error.into(),
            JudgeError::Store(error) => error.into(),
        }
    }
}

impl From<LockError> for CliError {
    fn from(error: LockError) -> Self {
        Self::coded(if error.is_damage() { WRONG } else { INTERNAL }, error.message())
    }
}

impl From<TrustError> for CliError {
    fn from(error: TrustError) -> Self {
        let code = if matches!(error, TrustError::NoHome) { WRONG } else { SOURCE_FAILED };
        Self::coded(code, error.message())
    }
}

impl From<AskError> for CliError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Kpi(problem) => problem.into(),
            AskError::Calendar(_) | AskError::Question(_) => Self::of(error.message()),
        }
    }
}

impl From<TreeError> for CliError {
    fn from(error: TreeError) -> Self {
        match error {
            TreeError::Ask(error) => error.into(),
            TreeError::Tree(message) => Self::told(message),
        }
    }
}

impl From<Problem> for CliError {
    fn from(problem: Problem) -> Self {
        let at = Position { line: problem.line, column: problem.column };
        let wrong = Self::of(problem.message());
        Self { help: problem.help.map(Box::new), place: Some((problem.file, at)), ..wrong }
    }
}

impl From<ResolveError> for CliError {
    fn from(error: ResolveError) -> Self {
        Self::told(error)
    }
}
