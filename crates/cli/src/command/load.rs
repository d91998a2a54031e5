use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jauge_core::{
    Derived, LoadWatcher, Loaded, Workspace,
    load::{Options, Progress, Summary},
    settings::{FILES, Settings, SourceConfig},
};
use jauge_domain::{CommandMessage, ConnectorMessage, KeptFrom, LoadNote, Message, SourceNote, Value, nearest};
use jauge_report::{Column, Heading, Label, Sheet, Wording, one_line};

use super::trust::settled;
use crate::{
    error::CliError,
    exit::{self, CHECK_FAILED},
    io::{Io, warn},
    plugins::{Hosted, no_pack, plugins},
};

/// Load what the sources hold and the store does not; loading again adds nothing
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge load                         every source of jauge.toml
  jauge load orders                  one of them
  jauge load --replace orders        take out what it brought before, and load all of it anew
  jauge load --file calls.csv --into calls
  jauge load --final                 also a last line that has no line end yet
  jauge load --undo 12               take batch 12 back (`jauge sql \"SELECT * FROM loads\"` shows the batches)")]
pub(crate) struct Load {
    /// Names of sources; all of them where none is given
    sources: Vec<String>,
    /// A file that no source names, for once
    #[arg(long, value_name = "FILE", conflicts_with = "sources")]
    file: Option<PathBuf>,
    /// SQL over the file's columns as `raw`
    #[arg(long, value_name = "SQL", requires = "file")]
    select: Option<String>,
    /// The table the file goes into
    #[arg(long, value_name = "TABLE", requires = "file", default_value = "events")]
    into: String,
    /// Take out what this source brought before, and load all of it anew
    #[arg(long, value_name = "SOURCE", conflicts_with_all = ["sources", "file"])]
    replace: Option<String>,
    /// Take a batch back
    #[arg(long, value_name = "BATCH", conflicts_with_all = ["sources", "file", "replace", "strict", "dry_run"])]
    undo: Option<i64>,
    /// Load nothing where a row is rejected
    #[arg(long)]
    strict: bool,
    /// Say what would be loaded, and load nothing
    #[arg(long)]
    dry_run: bool,
    /// Take a last line without its line end, too: nobody writes to the files any more
    #[arg(long = "final")]
    is_final: bool,
    /// Read every file again, also those that look as they did when they were loaded
    #[arg(long)]
    rehash: bool,
}

impl Load {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let settings = io.workspace()?;
        let sources = self.chosen(&settings)?;
        let workspace = Workspace::open(settled(io, settings, &sources)?)?;
        if let Some(batch) = self.undo {
            let (table, rows, sessions) = workspace.undo(batch, || io.tell(CommandMessage::Waiting)).await?;
            io.tell(LoadNote::TookBack { batch, rows, table });
            return Ok(derived(io, sessions));
        }
        if sources.is_empty() {
            return Err(CliError::told(LoadNote::NoSources));
        }
        let options = Options {
            strict: self.strict,
            dry_run: self.dry_run,
            replace: self.replace.is_some(),
            with_tails: self.is_final,
            rehash: self.rehash,
        };
        tell_lacking(io, workspace.settings())?;
        load_all(io, &workspace, &sources, options).await
    }

    fn chosen(&self, workspace: &Settings) -> Result<Vec<SourceConfig>, CliError> {
        if let Some(file) = &self.file {
            let path = std::path::absolute(file)?.to_string_lossy().into_owned();
            let name = file.file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned());
            let source = SourceConfig::once(name, path, self.into.clone(), self.select.clone());
            if workspace.table(&self.into).is_none() {
                let near = nearest(&self.into, workspace.table_names()).map(str::to_owned);
                return Err(CliError::told(LoadNote::NoTable { name: self.into.clone(), near }));
            }
            return Ok(vec![source]);
        }
        if self.undo.is_some() {
            return Ok(Vec::new());
        }
        let sources = &workspace.config.sources;
        let names: Vec<&String> = self.replace.iter().chain(&self.sources).collect();
        if names.is_empty() {
            return Ok(sources.clone());
        }
        let find = |name: &String| {
            let found = sources.iter().find(|source| source.name == *name).cloned();
            found.ok_or_else(|| no_source(name, sources))
        };
        names.into_iter().map(find).collect()
    }
}

/// Says which pack of jauge.toml no plugin brings: what is loaded can be asked all the same.
fn tell_lacking(io: &Io, workspace: &Settings) -> Result<(), CliError> {
    let packs = &workspace.config.workspace.packs;
    if packs.is_empty() {
        return Ok(());
    }
    if let Some(message) = no_pack(&plugins(workspace)?, packs) {
        io.tell(message);
    }
    Ok(())
}

/// jauge.toml has no source `name`.
pub(super) fn no_source(name: &str, sources: &[SourceConfig]) -> CliError {
    let known = || sources.iter().map(|source| source.name.as_str());
    CliError::told(LoadNote::NoSource {
        name: name.to_owned(),
        near: nearest(name, known()).map(str::to_owned),
        known: known().map(str::to_owned).collect(),
    })
}

/// Loads `sources` and says what became of each.
pub(crate) async fn load_all(
    io: &Io,
    workspace: &Workspace,
    sources: &[SourceConfig],
    options: Options,
) -> Result<u8, CliError> {
    let connectors = Hosted::agreed(workspace.settings())?;
    let loaded = workspace.load(sources, options, &connectors, Arc::new(Progressing::new(io)), stored_words).await;
    shown(io, workspace.settings(), loaded, options)
}

/// Says what became of each source of `loaded`; answers the exit code.
pub(super) fn shown(io: &Io, workspace: &Settings, loaded: Loaded, options: Options) -> Result<u8, CliError> {
    let mut code = 0;
    let mut summaries = Vec::new();
    // With what to do about each.
    loaded.notes.into_iter().for_each(|note| io.tell(Message::Several(vec![note])));
    for (source, outcome) in loaded.sources {
        match outcome {
            Ok(summary) => summaries.push(summary),
            Err(error) => {
                let error = failed(workspace, &source, error.into());
                error.show(io);
                code = exit::of_all([code, error.code()]);
            }
        }
    }
    for summary in &summaries {
        if summary.is_mostly_rejected() {
            let once = !workspace.config.sources.iter().any(|source| source.name == summary.source);
            io.tell(Message::Several(vec![mostly_rejected(summary, once).into()]));
            code = exit::of_all([code, CHECK_FAILED]);
        }
        explain(io, summary, options);
    }
    for (source, statuses) in loaded.unknown_statuses {
        io.tell(Message::Several(vec![LoadNote::UnknownStatuses { source, statuses }.into()]));
        code = exit::of_all([code, CHECK_FAILED]);
    }
    code = exit::of_all([code, derived(io, loaded.sessions)]);
    if !summaries.is_empty() {
        io.sheet(&sheet(&summaries), &io.sheet_style(workspace))?;
    }
    Ok(code)
}

/// That most rows of a load were rejected, with what is probably to be mended.
fn mostly_rejected(summary: &Summary, once: bool) -> LoadNote {
    LoadNote::MostRejected {
        source: summary.source.clone(),
        rejected: summary.rejected,
        read: summary.read,
        cause: summary.likely_cause().cloned().map(Box::new),
        whole: summary.is_wholly_rejected(),
        once,
    }
}

/// What the store keeps of a message: English, whoever loads.
pub(super) fn stored_words(message: &Message) -> String {
    Wording::default().message(message)
}

/// Whose fault it may be, where somebody else wrote what reads the source.
fn failed(workspace: &Settings, source: &SourceConfig, error: CliError) -> CliError {
    match source.connector.as_str() {
        FILES => error,
        _ if matches!(*error.message, Message::Trust(_)) => error,
        connector => error.about(|reason| LoadNote::FromConnector {
            source: source.name.clone(),
            connector: connector.to_owned(),
            kept_from: kept_from(workspace, connector, &reason),
            reason,
        }),
    }
}

/// What the plugin that brings `connector` was kept from, where `reason` tells of it.
fn kept_from(workspace: &Settings, connector: &str, reason: &Message) -> Option<KeptFrom> {
    let words = match reason {
        Message::Connector(ConnectorMessage::Read { reason, .. } | ConnectorMessage::Format { reason, .. }) => {
            reason.clone()
        }
        other => stored_words(other),
    };
    let manifest = plugins(workspace).ok()?.bringing(connector).ok()?.manifest;
    KeptFrom::read(&words, &manifest.name, manifest.permissions.network)
}

/// Says what was derived anew of sessions, or why they lag; answers the exit code.
pub(super) fn derived(io: &Io, sessions: Derived) -> u8 {
    match sessions {
        Ok(None) => {}
        Ok(Some(done)) => io.tell(LoadNote::Derived { days: done.days, bytes: done.bytes }),
        Err(why) => {
            let error = CliError::lagging(why);
            error.show(io);
            return error.code();
        }
    }
    0
}

/// A line that moves while a source is loaded.
pub(super) struct Progressing {
    is_quiet: bool,
    is_shown: bool,
    wording: Wording,
    bar: Mutex<ProgressBar>,
}

impl Progressing {
    pub(super) fn new(io: &Io) -> Self {
        let bar = Mutex::new(ProgressBar::hidden());
        Self { is_quiet: io.is_quiet(), is_shown: io.shows_progress(), wording: io.wording(), bar }
    }

    fn bar(&self) -> MutexGuard<'_, ProgressBar> {
        // Whoever panicked while holding it left a whole bar behind.
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LoadWatcher for Progressing {
    fn waits(&self) {
        if !self.is_quiet {
            warn(&self.wording.message(&CommandMessage::Waiting.into()));
        }
    }

    fn begins(&self, source: &SourceConfig, progress: Arc<Progress>) {
        if !self.is_shown {
            return;
        }
        // Shown once there is something to read: a source that is refused has nothing.
        let bar = ProgressBar::hidden();
        let style = ProgressStyle::with_template("{prefix} {bar:30} {msg}, {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_prefix(one_line(&source.name).into_owned());
        *self.bar() = bar.clone();
        let wording = self.wording.clone();
        std::thread::spawn(move || {
            while !bar.is_finished() {
                let (done, total) = progress.bytes();
                bar.set_length(total);
                bar.set_position(done.min(total));
                bar.set_message(wording.message(&LoadNote::Read { done: done.min(total), total }.into()));
                if bar.is_hidden() && done + total > 0 {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        });
    }

    fn ends(&self, _: &SourceConfig) {
        self.bar().finish_and_clear();
    }
}

/// What the numbers do not say: settings that were found, rows that were left out.
fn explain(io: &Io, summary: &Summary, options: Options) {
    for note in &summary.notes {
        io.tell(Message::About { subject: summary.source.clone(), message: Box::new(note.clone()) });
    }
    for row in summary.rejects.iter().take(5) {
        io.tell(SourceNote::Rejected { row: Box::new(row.clone()) });
    }
    if let (true, Some(batch)) = (summary.rejected > 5, summary.batch) {
        let kept = summary.rejects.len() as u64;
        io.tell(LoadNote::AllRejects { rejected: summary.rejected, kept, batch });
    }
    if options.dry_run {
        io.tell(LoadNote::DryRun { source: summary.source.clone() });
    } else if summary.known == summary.streams && summary.streams > 0 && summary.batch.is_none() {
        io.tell(LoadNote::NothingNew { source: summary.source.clone() });
    }
}

fn sheet(summaries: &[Summary]) -> Sheet {
    let texts = [("source", Heading::Source), ("table", Heading::Table)];
    let texts = texts.map(|(name, heading)| Column::text(name).headed(Label::Heading(heading)));
    let numbers = [
        ("batch", Heading::Batch),
        ("files", Heading::Files),
        ("read", Heading::Read),
        ("new", Heading::New),
        ("updated", Heading::Updated),
        ("duplicate", Heading::Duplicate),
        ("rejected", Heading::Rejected),
        ("removed", Heading::Removed),
    ];
    let numbers = numbers.map(|(name, heading)| Column::number(name, None).headed(Label::Heading(heading)));
    let columns = texts.into_iter().chain(numbers).collect();
    let count = |number: u64| Value::Int(i64::try_from(number).unwrap_or(i64::MAX));
    let rows = summaries.iter().map(|summary| {
        vec![
            Value::Text(summary.source.clone()),
            Value::Text(summary.table.clone()),
            summary.batch.map_or(Value::Null, Value::Int),
            count((summary.streams - summary.known) as u64),
            count(summary.read),
            count(summary.counts.new),
            count(summary.counts.updated),
            count(summary.counts.duplicate),
            count(summary.rejected),
            count(summary.removed),
        ]
    });
    Sheet { columns, rows: rows.collect() }
}
