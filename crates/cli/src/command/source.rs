mod columns;
mod recipe;

use std::path::PathBuf;

use arrow::array::RecordBatch;
use clap::Subcommand;
use jauge_core::{
    load::preview,
    store::{Ledger, Store, tables::type_word},
};
use jauge_domain::{LoadNote, SourceNote, Value};
use jauge_report::{Column, Format, Heading, Label, Sheet, Wording};

use super::{doctor::local, init::add, load::no_source, trust::settled};
use crate::{error::CliError, exit, io::Io, plugins::Hosted, rows};

/// The inputs of jauge.toml
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  jauge source list
  jauge source add exports/
  jauge source check orders")]
pub(crate) enum Source {
    /// Every source, and what it has brought
    #[command(after_help = "\
Examples:
  jauge source list
  jauge source list --format json")]
    List,
    /// What a source's first file looks like, and the first rows its `select` gives
    #[command(after_help = "\
Examples:
  jauge source check
  jauge source check orders")]
    Check {
        /// The source; all of them where none is given
        source: Option<String>,
    },
    /// Recognise exports and add a source to jauge.toml for each kind
    #[command(after_help = "\
Examples:
  jauge source add exports/
  jauge source add orders.csv --answer 'dates=day first'
  jauge source add stock.csv --answer unknown=load")]
    Add {
        /// Exports, or folders of them
        #[arg(required = true)]
        file: Vec<PathBuf>,
        /// What no file says: dates, or unknown=load
        #[arg(long, value_name = "KEY=VALUE")]
        answer: Vec<String>,
    },
    /// The columns of a table that a `select` may fill: their types, and what they hold
    #[command(after_help = "\
Examples:
  jauge source columns shop_orders
  jauge source columns events --format md")]
    Columns {
        /// The table: one that is shipped, or one of jauge.toml
        table: String,
    },
    /// The recipes there are: ready-made `select`s for known exports, which a source names in `like`
    #[command(after_help = "\
Examples:
  jauge source recipes
  jauge source recipes --format csv")]
    Recipes,
    /// A recipe's SQL, to copy
    #[command(after_help = "\
Examples:
  jauge source show shopify.orders
  jauge source show shopify.orders > queries/sources/my_orders.sql")]
    Show {
        /// Its id
        recipe: String,
    },
}

impl Source {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        match self {
            Self::List => list(io).await,
            Self::Check { source } => check(io, source.as_deref()).await,
            Self::Add { file, answer } => add(io, &io.workspace()?, &file, &answer),
            Self::Columns { table } => columns::list(io, &table).await,
            Self::Recipes => recipe::list(io),
            Self::Show { recipe } => recipe::show(io, &recipe),
        }
    }
}

async fn list(io: &Io) -> Result<u8, CliError> {
    let workspace = io.workspace()?;
    let ledger = Ledger::read(&Store::open(workspace.store_dir())?).await?;
    let people = io.is_for_people();
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
        let last = last.map_or(Value::Null, |last| text(&if people { local(&workspace, &last) } else { last }));
        vec![
            text(&source.name),
            text(source.path().unwrap_or(&source.connector)),
            text(&source.into),
            Value::Int(files),
            Value::Int(new),
            last,
        ]
    });
    let columns = [
        Column::text("source").headed(Label::Heading(Heading::Source)),
        Column::text("path").headed(Label::Heading(Heading::Path)),
        Column::text("table").headed(Label::Heading(Heading::Table)),
        Column::number("files", None).headed(Label::Heading(Heading::Files)),
        Column::number("rows", None).headed(Label::Heading(Heading::Rows)),
        Column::text("last_load").headed(Label::Heading(Heading::LastLoad)),
    ];
    io.sheet(&Sheet { columns: columns.into(), rows: rows.collect() }, &io.sheet_style(&workspace))?;
    Ok(0)
}

/// Columns as lines: their names, types and first values. Events have more columns than a terminal is wide.
fn turned(sheet: Sheet, batches: &[RecordBatch], wording: &Wording) -> Sheet {
    const LONGEST: usize = 32;
    let short = |value: &Value| match value {
        Value::Text(text) if text.chars().count() > LONGEST => {
            Value::Text(text.chars().take(LONGEST).chain(['…']).collect())
        }
        other => other.clone(),
    };
    let types = batches.first().map(|batch| batch.schema());
    let types = types.iter().flat_map(|schema| schema.fields().iter()).map(|field| type_word(field.data_type()));
    let lines = sheet.columns.iter().zip(types).enumerate().map(|(nth, (column, kind))| {
        let kind = short(&Value::Text(kind));
        let values = sheet.rows.iter().map(|row| row.get(nth).map_or(Value::Null, short));
        [Value::Text(column.name.clone()), kind].into_iter().chain(values).collect()
    });
    let names = [("column", Heading::Column), ("type", Heading::Type)];
    let names = names.map(|(name, heading)| Column::text(name).headed(Label::Heading(heading)));
    let row = wording.label(Label::Heading(Heading::Row));
    let values = (1..=sheet.rows.len()).map(|nth| Column::text(format!("{row} {nth}")));
    Sheet { columns: names.into_iter().chain(values).collect(), rows: lines.collect() }
}

/// Rows shown of each source.
const ROWS: usize = 3;

async fn check(io: &Io, wanted: Option<&str>) -> Result<u8, CliError> {
    let workspace = io.workspace()?;
    let sources = &workspace.config.sources;
    if let Some(name) = wanted.filter(|name| !sources.iter().any(|source| source.name == *name)) {
        return Err(no_source(name, sources));
    }
    let chosen: Vec<_> =
        sources.iter().filter(|source| wanted.is_none_or(|name| name == source.name)).cloned().collect();
    let workspace = settled(io, workspace.clone(), &chosen)?;
    let style = io.sheet_style(&workspace);
    let connectors = Hosted::agreed(&workspace)?;
    let mut code = 0;
    for source in &chosen {
        match preview(&workspace, &connectors, source, ROWS).await {
            Ok(preview) => {
                io.tell(LoadNote::Reads {
                    source: source.name.clone(),
                    streams: preview.streams,
                    files: source.path().is_some(),
                    table: source.into.clone(),
                });
                preview.notes.into_iter().for_each(|note| io.tell(note));
                for row in preview.rejects.into_iter().take(ROWS) {
                    io.tell(SourceNote::Rejected { row: Box::new(row) });
                }
                let sheet = rows::sheet(&preview.rows)?;
                let sheet = if io.format() == Format::Table {
                    turned(sheet, &preview.rows, &io.answer_wording())
                } else {
                    sheet
                };
                io.sheet(&sheet, &style)?;
            }
            Err(error) => {
                let error = CliError::from(error);
                error.show(io);
                code = exit::of_all([code, error.code()]);
            }
        }
    }
    Ok(code)
}
