//! Errors at the edge: what, where, what next, and the exit code.

use std::{fs, io, path::Path, process::ExitCode};

use jauge_core::{
    ask::AskError,
    catalog::{Problem, ResolveError},
    load::LoadError,
    store::StoreError,
    workspace::WorkspaceError,
};
use jauge_domain::{Message, Position};
use jauge_judge::ObjectiveError;
use jauge_plugin::ConnectorError;
use jauge_plugin_host::PluginError;
use jauge_report::Wording;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use crate::io::Io;

/// The request or a file is wrong.
pub(crate) const WRONG: u8 = 2;
/// There is no data to judge by.
pub(crate) const NO_DATA: u8 = 3;
/// A check found something.
pub(crate) const CHECK_FAILED: u8 = 1;
const SOURCE_FAILED: u8 = 4;
const INTERNAL: u8 = 5;

/// An error with its exit code and what to do next.
#[derive(Debug)]
pub(crate) struct CliError {
    code: u8,
    message: String,
    help: Option<String>,
    place: Option<(String, Position)>,
}

impl CliError {
    /// The request is wrong.
    pub(crate) fn wrong(message: impl Into<String>) -> Self {
        Self { code: WRONG, message: message.into(), help: None, place: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same, said of something.
    pub(crate) fn of(self, what: &str) -> Self {
        Self { message: format!("{what}: {}", self.message), ..self }
    }

    /// The request is wrong, as `message` says with its help.
    pub(crate) fn said(message: impl Into<Message>, wording: &Wording) -> Self {
        let message = message.into();
        Self { code: WRONG, message: wording.message(&message), help: wording.help(&message), place: None }
    }

    /// What is wrong with an objective in a file of the workspace at `root`.
    pub(crate) fn objective(root: &Path, error: &ObjectiveError, wording: &Wording) -> Self {
        let file = root.join(&error.file).display().to_string();
        Self { place: Some((file, error.at)), ..Self::said(error.message(), wording) }
    }

    fn new(code: u8, message: impl ToString) -> Self {
        Self { code, message: message.to_string(), help: None, place: None }
    }

    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        self.code
    }

    /// Shows the error on stderr, with the lines of the file around its place.
    pub(crate) fn report(&self, io: &Io) -> ExitCode {
        self.show(io);
        ExitCode::from(self.code)
    }

    /// As [`Self::report`], where the program goes on.
    pub(crate) fn show(&self, io: &Io) {
        let mut diagnostic = MietteDiagnostic::new(self.message.clone());
        diagnostic.help = self.help.clone();
        let source = self.place.as_ref().and_then(|(file, at)| Some((file, at, fs::read_to_string(file).ok()?)));
        let report = match source {
            Some((file, at, text)) => {
                let offset = offset(&text, *at);
                diagnostic.labels = Some(vec![LabeledSpan::at_offset(offset, "here")]);
                Report::new(diagnostic).with_source_code(NamedSource::new(file, text))
            }
            None => Report::new(diagnostic),
        };
        let theme = if io.color() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let mut shown = String::new();
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
        match handler.render_report(&mut shown, report.as_ref()) {
            Ok(()) => eprint!("{shown}"),
            Err(_) => eprintln!("{}", self.message),
        }
    }
}

fn offset(text: &str, at: Position) -> usize {
    let line: usize = text.split_inclusive('\n').take(at.line.saturating_sub(1)).map(str::len).sum();
    let column = text[line..].char_indices().nth(at.column.saturating_sub(1)).map_or(0, |(offset, _)| offset);
    line + column
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::new(INTERNAL, error)
    }
}

impl From<WorkspaceError> for CliError {
    fn from(error: WorkspaceError) -> Self {
        let wrong = Self::wrong(error.to_string());
        match error {
            WorkspaceError::NotFound { .. } => {
                wrong.help("make one with `jauge init DIR`, see one with `jauge demo`, or name one with `-w DIR`")
            }
            WorkspaceError::Read { .. } => wrong,
            WorkspaceError::Config { path, at, .. } => Self { place: Some((path.display().to_string(), at)), ..wrong },
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        let text = error.to_string();
        let help = match &error {
            StoreError::Newer { .. } => Some("install the newer Jauge, or use another workspace"),
            _ if text.contains("No space left") => {
                Some("the disk is full: free some space and load again; nothing was loaded")
            }
            _ if text.contains("Read-only file system") || text.contains("Permission denied") => {
                Some("the workspace's folder `.jauge` must be writable")
            }
            _ => None,
        };
        let code = if matches!(error, StoreError::Newer { .. }) { WRONG } else { SOURCE_FAILED };
        Self { help: help.map(str::to_owned), ..Self::new(code, text) }
    }
}

impl From<LoadError> for CliError {
    fn from(error: LoadError) -> Self {
        let text = error.to_string();
        match error {
            LoadError::Store(error) => error.into(),
            LoadError::Connector(ConnectorError::Config { .. }) => Self::new(WRONG, text),
            LoadError::Connector(ConnectorError::Plugin { plugin, message, help }) => {
                PluginError { plugin, message, help: format!("nothing of this source was loaded; {help}") }.into()
            }
            LoadError::Connector(_) => Self::new(SOURCE_FAILED, text).help("nothing of this source was loaded"),
            LoadError::Engine { .. } if text.contains("No space left") => Self::new(SOURCE_FAILED, text)
                .help("the disk is full: free some space and load again; nothing of this source was loaded"),
            LoadError::Engine { .. } => Self::new(SOURCE_FAILED, text).help("nothing of this source was loaded"),
            LoadError::Strict { .. } => Self::new(CHECK_FAILED, text).help("nothing was loaded"),
            LoadError::UnknownSource { .. }
            | LoadError::Select { .. }
            | LoadError::Fit { .. }
            | LoadError::UnknownBatch { .. } => Self::new(WRONG, text),
        }
    }
}

impl From<PluginError> for CliError {
    fn from(error: PluginError) -> Self {
        Self { help: Some(error.help.clone()), ..Self::new(SOURCE_FAILED, error) }
    }
}

impl From<AskError> for CliError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Kpi(problem) => problem.into(),
            other => Self::wrong(other.to_string()),
        }
    }
}

impl From<Problem> for CliError {
    fn from(problem: Problem) -> Self {
        let at = Position { line: problem.line, column: problem.column };
        let message = format!("{}:{}:{}: {}", problem.file, problem.line, problem.column, problem.message);
        Self { code: WRONG, message, help: problem.help, place: Some((problem.file, at)) }
    }
}

impl From<ResolveError> for CliError {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::UnknownFunnel { .. } => {
                Self::wrong(error.to_string()).help("a funnel is a file in `queries/funnels`")
            }
            other => Self::wrong(other.to_string()).help("`jauge kpi list` shows the KPIs there are"),
        }
    }
}
