use arrow::array::RecordBatch;
use clap::Subcommand;
use jauge_core::{load::preview, store::Ledger, store::Store};
use jauge_domain::{SourceNote, Value, nearest};
use jauge_report::{Column, Format, Sheet, Style};

use crate::{error::CliError, io::Io, plugins::Hosted, rows};

/// The inputs of jauge.toml
#[derive(Debug, Subcommand)]
pub(crate) enum Source {
    /// Every source, and what it has brought
    List,
    /// What a source's first file looks like, and the first rows its `select` gives
    Check {
        /// The source; all of them where none is given
        source: Option<String>,
    },
}

impl Source {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        match self {
            Self::List => list(io).await,
            Self::Check { source } => check(io, source.as_deref()).await,
        }
    }
}

async fn list(io: &Io) -> Result<u8, CliError> {
    let workspace = io.workspace()?;
    let ledger = Ledger::read(&Store::open(workspace.store_dir())?).await?;
    let rows = workspace.config.sources.iter().map(|source| {
        let entries =
            ledger.entries().iter().filter(|entry| entry.source_name == source.name && entry.stream.is_some());
        let (mut files, mut new, mut last) = (0, 0, None);
        for entry in entries {
            files += 1;
            new += entry.new + entry.updated;
            last = last.max(Some(entry.loaded_at.clone()));
        }
        let text = |text: &str| Value::Text(text.to_owned());
        let last = last.map_or(Value::Null, Value::Text);
        vec![
            text(&source.name),
            text(source.path().unwrap_or(&source.connector)),
            text(&source.into),
            Value::Int(files),
            Value::Int(new),
            last,
        ]
    });
    let texts = ["source", "path", "table"].map(Column::text);
    let numbers = ["files", "rows"].map(|name| Column::number(name, None));
    let columns = texts.into_iter().chain(numbers).chain([Column::text("last_load")]).collect();
    let sheet = Sheet { columns, rows: rows.collect() };
    let style = Style::new(io.format(), workspace.calendar.clone());
    io.sheet(&sheet, &style)?;
    Ok(0)
}

/// Columns as lines: their names, types and first values. Events have more columns than a terminal is wide.
fn turned(sheet: Sheet, batches: &[RecordBatch]) -> Sheet {
    const LONGEST: usize = 32;
    let short = |value: &Value| match value {
        Value::Text(text) if text.chars().count() > LONGEST => {
            Value::Text(text.chars().take(LONGEST).chain(['…']).collect())
        }
        other => other.clone(),
    };
    let types = batches.first().map(|batch| batch.schema());
    let types = types.iter().flat_map(|schema| schema.fields().iter()).map(|field| field.data_type().to_string());
    let lines = sheet.columns.iter().zip(types).enumerate().map(|(nth, (column, kind))| {
        let kind = short(&Value::Text(kind));
        let values = sheet.rows.iter().map(|row| row.get(nth).map_or(Value::Null, short));
        [Value::Text(column.name.clone()), kind].into_iter().chain(values).collect()
    });
    let values = (1..=sheet.rows.len()).map(|nth| Column::text(format!("row {nth}")));
    Sheet { columns: ["column", "type"].map(Column::text).into_iter().chain(values).collect(), rows: lines.collect() }
}

/// Rows shown of each source.
const ROWS: usize = 3;

async fn check(io: &Io, wanted: Option<&str>) -> Result<u8, CliError> {
    let workspace = io.workspace()?;
    let sources = &workspace.config.sources;
    if let Some(name) = wanted.filter(|name| !sources.iter().any(|source| source.name == *name)) {
        let near = nearest(name, sources.iter().map(|source| source.name.as_str()));
        let error = CliError::wrong(format!("no source `{name}` in jauge.toml"));
        return Err(near.map(|near| format!("did you mean `{near}`?")).into_iter().fold(error, CliError::help));
    }
    let style = Style::new(io.format(), workspace.calendar.clone());
    let connectors = Hosted::new(&workspace)?;
    let mut code = 0;
    for source in sources.iter().filter(|source| wanted.is_none_or(|name| name == source.name)) {
        match preview(&workspace, &connectors, source, ROWS).await {
            Ok(preview) => {
                let streams = match (source.path().is_some(), preview.streams) {
                    (true, 1) => "file",
                    (true, _) => "files",
                    (false, 1) => "stream",
                    (false, _) => "streams",
                };
                io.say(&format!("{}: {} {streams}, into `{}`", source.name, preview.streams, source.into));
                let wording = io.wording();
                preview.notes.iter().for_each(|note| io.say(&wording.message(note)));
                for row in preview.rejects.iter().take(ROWS) {
                    io.say(&wording.message(&SourceNote::Rejected { row: Box::new(row.clone()) }.into()));
                }
                let sheet = rows::sheet(&preview.rows)?;
                let sheet = if io.format() == Format::Table { turned(sheet, &preview.rows) } else { sheet };
                io.sheet(&sheet, &style)?;
            }
            Err(error) => {
                let error = CliError::from(error);
                error.show(io);
                code = code.max(error.code());
            }
        }
    }
    Ok(code)
}
