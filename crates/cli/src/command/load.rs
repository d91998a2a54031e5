use std::{path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use jauge_core::{
    load::{Loader, Options, Progress, Summary, undo},
    sessions::refresh,
    store::Store,
    workspace::{Settings, SourceConfig},
};
use jauge_domain::{Message, SourceNote, Value, nearest};
use jauge_report::{Column, Sheet, Style, Wording};

use crate::{error::CliError, io::Io, plugins::Hosted};

/// Load what the sources hold and the store does not; loading again adds nothing
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge load                         every source of jauge.toml
  jauge load orders                  one of them
  jauge load --replace orders        take out what it brought before, and load all of it anew
  jauge load --file calls.csv --into calls
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
    #[arg(long, value_name = "BATCH", conflicts_with_all = ["sources", "file", "replace"])]
    undo: Option<i64>,
    /// Load nothing where a row is rejected
    #[arg(long)]
    strict: bool,
    /// Say what would be loaded, and load nothing
    #[arg(long)]
    dry_run: bool,
}

impl Load {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = io.workspace()?;
        let store = Store::open(workspace.store_dir())?;
        if let Some(batch) = self.undo {
            let (table, rows) = undo(&store, batch).await?;
            io.say(&format!(
                "Took batch {batch} back: {rows} rows of `{table}` are gone; its files can be loaded again."
            ));
            derive(io, &workspace, &store).await?;
            return Ok(0);
        }
        let sources = self.chosen(&workspace)?;
        if sources.is_empty() {
            return Err(
                CliError::wrong("jauge.toml names no source").help("add a [[source]], or load a file with `--file`")
            );
        }
        let options = Options { strict: self.strict, dry_run: self.dry_run, replace: self.replace.is_some() };
        load_all(io, &workspace, &store, &sources, options).await
    }

    fn chosen(&self, workspace: &Settings) -> Result<Vec<SourceConfig>, CliError> {
        if let Some(file) = &self.file {
            let path = std::path::absolute(file)?.to_string_lossy().into_owned();
            let name = file.file_name().map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned());
            let source = SourceConfig::once(name, path, self.into.clone(), self.select.clone());
            if workspace.table(&self.into).is_none() {
                let near = nearest(&self.into, workspace.table_names());
                let hint = near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default();
                return Err(CliError::wrong(format!("no table `{}`", self.into))
                    .help(format!("{hint} a table of your own needs [table.{}] in jauge.toml", self.into)));
            }
            return Ok(vec![source]);
        }
        let sources = &workspace.config.sources;
        let names: Vec<&String> = self.replace.iter().chain(&self.sources).collect();
        if names.is_empty() {
            return Ok(sources.clone());
        }
        let find = |name: &String| {
            let found = sources.iter().find(|source| source.name == *name).cloned();
            found.ok_or_else(|| {
                let known: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
                let hint = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`? "));
                CliError::wrong(format!("no source `{name}` in jauge.toml")).help(format!(
                    "{}sources: {}",
                    hint.unwrap_or_default(),
                    known.join(", ")
                ))
            })
        };
        names.into_iter().map(find).collect()
    }
}

/// Loads `sources` one after the other: one that fails is reported, and the others are loaded.
pub(crate) async fn load_all(
    io: &Io,
    workspace: &Settings,
    store: &Store,
    sources: &[SourceConfig],
    options: Options,
) -> Result<u8, CliError> {
    let connectors = Hosted::new(workspace)?;
    let mut summaries = Vec::new();
    let mut code = 0;
    for source in sources {
        let quiet = io.is_quiet();
        let progress = Arc::new(Progress::new(move || {
            if !quiet {
                eprintln!("waiting for another jauge that is writing to this workspace");
            }
        }));
        let loader =
            Loader::new(workspace, store, options, progress.clone(), stored_words).with_connectors(&connectors);
        let shown = show(io, &source.name, progress.clone());
        let stop = progress.clone();
        let interrupted = tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.stop();
            }
        });
        let loaded = loader.load(source).await;
        interrupted.abort();
        shown.finish_and_clear();
        match loaded {
            Ok(summary) => summaries.push(summary),
            Err(error) => {
                let error = CliError::from(error);
                // Whose fault it may be, where somebody else wrote what reads the source.
                let error = match source.connector.as_str() {
                    "files" => error,
                    connector => error.of(&format!("source `{}`, connector `{connector}`", source.name)),
                };
                error.show(io);
                code = code.max(error.code());
                if progress.is_stopped() {
                    break;
                }
            }
        }
    }
    for summary in &summaries {
        explain(io, summary, options);
    }
    if !options.dry_run && !summaries.is_empty() {
        derive(io, workspace, store).await?;
    }
    if !summaries.is_empty() {
        let style = Style::new(io.format(), workspace.calendar.clone());
        io.sheet(&sheet(&summaries), &style)?;
    }
    Ok(code)
}

/// What the store keeps of a message: English, whoever loads.
fn stored_words(message: &Message) -> String {
    Wording::default().message(message)
}

/// Brings visits up to the events, and says what was written.
async fn derive(io: &Io, workspace: &Settings, store: &Store) -> Result<(), CliError> {
    let waiting = || io.say("waiting for another jauge that is writing to this workspace");
    if let Some(done) = refresh(workspace, store, waiting).await? {
        let days = if done.days == 1 { "1 day".to_owned() } else { format!("{} days", done.days) };
        io.say(&format!("visits: {days} derived, {} written", HumanBytes(done.bytes)));
    }
    Ok(())
}

/// A line that moves while the load does.
fn show(io: &Io, source: &str, progress: Arc<Progress>) -> ProgressBar {
    if !io.shows_progress() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{prefix} {bar:30} {bytes} of {total_bytes}, {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(source.to_owned());
    let shown = bar.clone();
    std::thread::spawn(move || {
        while !shown.is_finished() {
            let (done, total) = progress.bytes();
            shown.set_length(total);
            shown.set_position(done.min(total));
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    bar
}

/// What the numbers do not say: settings that were found, rows that were left out.
fn explain(io: &Io, summary: &Summary, options: Options) {
    let wording = io.wording();
    for note in &summary.notes {
        let message = Message::About { subject: summary.source.clone(), message: Box::new(note.clone()) };
        io.say(&wording.message(&message));
    }
    for row in summary.rejects.iter().take(5) {
        io.say(&wording.message(&SourceNote::Rejected { row: Box::new(row.clone()) }.into()));
    }
    if let (true, Some(batch)) = (summary.rejected > 5, summary.batch) {
        io.say(&format!(
            "all {} rejects: jauge sql \"SELECT * FROM rejects WHERE batch_id = {batch}\"",
            summary.rejected
        ));
    }
    if options.dry_run {
        io.say(&format!("{}: a dry run, nothing was kept", summary.source));
    } else if summary.known == summary.streams && summary.streams > 0 && summary.batch.is_none() {
        io.say(&format!("{}: nothing new since the last load", summary.source));
    }
}

fn sheet(summaries: &[Summary]) -> Sheet {
    let texts = ["source", "table"].map(Column::text);
    let numbers = ["batch", "files", "read", "new", "updated", "duplicate", "rejected", "removed"];
    let columns = texts.into_iter().chain(numbers.map(|name| Column::number(name, None))).collect();
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
