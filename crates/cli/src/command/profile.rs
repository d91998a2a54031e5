use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use clap::Args;
use jauge_domain::{CommandMessage, Unit, Value};
use jauge_report::{self as report, Heading, Label, Sheet};
use polars::prelude::*;

use crate::{error::CliError, io::Io};

/// What a file holds: each column's type, how full it is, how many values it has, the least and the greatest
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge profile exports/orders.csv
  jauge profile events.parquet --format md

Types are Polars's guesses; a load guesses none: it reads each column as what the SQL uses it for.")]
pub(crate) struct Profile {
    /// A file: csv or tsv (plain, .gz or .zst), or Parquet
    file: PathBuf,
}

/// The separators that are tried.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The longest example that is shown.
const LONGEST: usize = 40;

impl Profile {
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        let path = self.file.display().to_string();
        let failed = |error: PolarsError| unread(&self.file, &error);
        if !self.file.is_file() {
            return Err(CliError::told(CommandMessage::NoFile { path }));
        }
        let mut frame = open(&self.file)?;
        let schema = frame.collect_schema().map_err(failed)?;
        let names: Vec<PlSmallStr> = schema.iter_names_cloned().collect();
        let figures =
            frame.select(schema.iter().enumerate().flat_map(figures).chain([len().alias("rows")]).collect::<Vec<_>>());
        let figures = figures.collect().map_err(failed)?;
        let cell = |name: &str| -> Option<String> {
            let column = figures.column(name).ok()?;
            let value = column.get(0).ok()?;
            let text = if value.is_null() { return None } else { value.str_value().into_owned() };
            Some(if text.chars().count() > LONGEST {
                text.chars().take(LONGEST).chain(['…']).collect()
            } else {
                text
            })
        };
        let number = |name: &str| cell(name).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
        let rows = number("rows");
        let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        let lines = names.iter().zip(schema.iter_values()).enumerate().map(|(nth, (name, kind))| {
            let filled = rows - number(&format!("nulls{nth}"));
            let share = if rows == 0 { Value::Null } else { Value::Float(filled as f64 / rows as f64) };
            vec![
                Value::Text(name.to_string()),
                Value::Text(word(kind)),
                share,
                cell(&format!("unique{nth}")).and_then(|text| text.parse().ok()).map_or(Value::Null, Value::Int),
                text(cell(&format!("min{nth}"))),
                text(cell(&format!("max{nth}"))),
            ]
        });
        let columns = vec![
            report::Column::text("column").headed(Label::Heading(Heading::Column)),
            report::Column::text("type").headed(Label::Heading(Heading::Type)),
            report::Column::number("filled", Some(Unit::Ratio)).headed(Label::Heading(Heading::Filled)),
            report::Column::number("distinct", Some(Unit::Count)).headed(Label::Heading(Heading::Distinct)),
            report::Column::text("least").headed(Label::Heading(Heading::Least)),
            report::Column::text("greatest").headed(Label::Heading(Heading::Greatest)),
        ];
        io.tell(CommandMessage::Profiled { path, rows, columns: names.len() });
        io.sheet(&Sheet { columns, rows: lines.collect() }, &io.plain_style()?)?;
        Ok(0)
    }
}

/// What jauge.toml calls a type, as far as it has a word for it.
fn word(kind: &DataType) -> String {
    let word = match kind {
        DataType::String => "text",
        DataType::Boolean => "boolean",
        DataType::Date => "date",
        DataType::Datetime(..) => "timestamp",
        kind if kind.is_integer() => "integer",
        kind if kind.is_float() => "number",
        kind if kind.is_decimal() => "decimal",
        other => return other.to_string(),
    };
    word.to_owned()
}

/// What is asked of a column, in one pass over the file.
fn figures((nth, (name, kind)): (usize, (&PlSmallStr, &DataType))) -> Vec<Expr> {
    let column = || col(name.clone());
    let nulls = column().null_count().alias(format!("nulls{nth}"));
    // What has parts has no order.
    if kind.is_nested() {
        return vec![nulls];
    }
    vec![
        nulls,
        column().drop_nulls().n_unique().alias(format!("unique{nth}")),
        column().min().alias(format!("min{nth}")),
        column().max().alias(format!("max{nth}")),
    ]
}

/// The file as Polars reads it, nothing read yet.
fn open(file: &Path) -> Result<LazyFrame, CliError> {
    let name = file.to_string_lossy().to_lowercase();
    let failed = |error: PolarsError| unread(file, &error);
    let path = PlRefPath::new(file.to_string_lossy());
    let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    match bare.rsplit_once('.').map(|(_, ending)| ending) {
        Some("parquet") => LazyFrame::scan_parquet(path, ScanArgsParquet::default()).map_err(failed),
        Some("csv" | "tsv" | "tab" | "txt") => {
            let separator = if bare.len() == name.len() { separator(file)? } else { b',' };
            let separator = if bare.ends_with(".tsv") || bare.ends_with(".tab") { b'\t' } else { separator };
            let reader = LazyCsvReader::new(path).with_separator(separator).with_try_parse_dates(true);
            reader.with_infer_schema_length(Some(10_000)).finish().map_err(failed)
        }
        _ => Err(CliError::told(CommandMessage::NotTabular { path: file.display().to_string() })),
    }
}

fn unread(file: &Path, error: &PolarsError) -> CliError {
    let path = file.display().to_string();
    CliError::told(match error {
        PolarsError::IO { error, .. } => CommandMessage::CannotRead { path, reason: error.to_string() },
        // What Polars advises are settings of its own, which nobody can set here.
        _ => CommandMessage::NoTable { path },
    })
}

/// The separator that the first line has most of.
fn separator(file: &Path) -> Result<u8, CliError> {
    let mut line = Vec::new();
    BufReader::new(File::open(file)?).read_until(b'\n', &mut line)?;
    let most = SEPARATORS.into_iter().max_by_key(|separator| line.iter().filter(|byte| *byte == separator).count());
    Ok(most.unwrap_or(b','))
}
