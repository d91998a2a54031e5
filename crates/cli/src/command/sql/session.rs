//! What the prompt does with a statement or a command.

use std::{path::Path, pin::pin, time::Instant};

use arrow::{array::RecordBatch, datatypes::DataType};
use datafusion::error::DataFusionError;
use futures::{
    StreamExt,
    future::{Either, select},
};
use jauge_core::snapshot::Snapshot;
use jauge_domain::{PromptMessage, Value};
use jauge_report::{Column, Format, Heading, Label, Sheet, Style, one_line, write_sheet};
use jiff::Timestamp;
use tokio::signal::ctrl_c;

use super::{Query, read_file, tell_spilled, wrong};
use crate::{error::CliError, io::Io, rows::sheet};

/// The commands, for completion.
pub(super) const COMMANDS: [&str; 9] =
    [".help", ".tables", ".schema", ".columns", ".kpis", ".mode", ".limit", ".read", ".quit"];
/// So many rows are shown unless `.limit` says otherwise.
const ROWS: usize = 1000;

/// What the prompt keeps from one statement to the next.
pub(super) struct PromptSession<'a> {
    opened: &'a Snapshot,
    io: &'a Io,
    /// The columns of every table and model.
    columns: &'a [(String, Vec<String>)],
    format: Format,
    /// The most rows that are shown; 0: all.
    limit: usize,
}

/// Whether the prompt goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Stay,
    Leave,
}

impl<'a> PromptSession<'a> {
    pub(super) fn new(opened: &'a Snapshot, io: &'a Io, columns: &'a [(String, Vec<String>)]) -> Self {
        Self { opened, io, columns, format: io.format(), limit: ROWS }
    }

    /// Answers a statement; what is wrong with it is said. Ctrl-C ends it, and the prompt stays.
    pub(super) async fn answer(&self, query: Query<'_>) {
        let began = Instant::now();
        match unless_interrupted(self.rows(query)).await {
            None => self.io.tell(PromptMessage::Cancelled),
            Some(answered) => match answered.and_then(|(batches, rows)| self.show(&batches, rows, began)) {
                Ok(()) => {}
                Err(error) => error.show(self.io),
            },
        }
    }

    /// The rows that are shown of a statement's, and how many there are.
    async fn rows(&self, query: Query<'_>) -> Result<(Vec<RecordBatch>, usize), CliError> {
        let wrong = |error: DataFusionError| wrong(&error, self.opened, query);
        let frame = self.opened.sql(query.sql, Timestamp::now()).await.map_err(wrong)?;
        let mut batches = vec![RecordBatch::new_empty(frame.schema().as_arrow().clone().into())];
        let mut stream = frame.execute_stream().await.map_err(wrong)?;
        let most = if self.limit == 0 { usize::MAX } else { self.limit };
        let mut rows = 0;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(wrong)?;
            let left = most.saturating_sub(rows).min(batch.num_rows());
            if left > 0 {
                batches.push(batch.slice(0, left));
            }
            rows += batch.num_rows();
        }
        Ok((batches, rows))
    }

    fn show(&self, batches: &[RecordBatch], rows: usize, began: Instant) -> Result<(), CliError> {
        let sheet = sheet(batches)?;
        let millis = began.elapsed().as_millis();
        tell_spilled(self.opened, self.io);
        self.write(&sheet)?;
        let millis = u64::try_from(millis).unwrap_or(u64::MAX);
        self.io.tell(PromptMessage::Answered { rows, shown: sheet.rows.len(), millis });
        Ok(())
    }

    fn write(&self, sheet: &Sheet) -> Result<(), CliError> {
        let style = Style { format: self.format, ..self.io.style(self.opened, None) };
        self.io.data(|out| write_sheet(out, sheet, &style))
    }

    /// Carries out a command: `line` is one, as [`is_command`] says.
    pub(super) async fn command(&mut self, line: &str) -> After {
        let line = line.trim().trim_end_matches(';').trim();
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        let done = match word {
            ".quit" | ".exit" | "quit" | "exit" => return After::Leave,
            ".schema" => self.schema(rest).await,
            ".read" => self.read(Path::new(rest)).await,
            word => {
                self.at_once(word, rest);
                Ok(())
            }
        };
        if let Err(error) = done {
            error.show(self.io);
        }
        After::Stay
    }

    /// Carries out a command that asks nothing of the data.
    fn at_once(&mut self, word: &str, rest: &str) {
        match word {
            ".help" | "help" => self.io.tell(PromptMessage::Help),
            ".tables" => self.print(self.opened.names().into_iter()),
            ".kpis" => self.print(self.opened.catalog.kpis.keys().map(String::as_str)),
            ".columns" => self.list_columns(rest),
            ".mode" => self.mode(rest),
            ".limit" => self.limit(rest),
            word => self.io.tell(PromptMessage::NoSuchCommand { command: word.to_owned() }),
        }
    }

    fn list_columns(&self, name: &str) {
        match self.columns.iter().find(|(known, _)| known == name) {
            Some((_, columns)) => self.print(columns.iter().map(String::as_str)),
            None => self.io.tell(PromptMessage::NoSuchTable { name: name.to_owned() }),
        }
    }

    /// A line a name; a reader that went away is no fault.
    fn print<'n>(&self, mut names: impl Iterator<Item = &'n str>) {
        let written = self.io.data(|out| names.try_for_each(|name| writeln!(out, "{}", one_line(name))));
        if let Err(error) = written {
            error.show(self.io);
        }
    }

    /// The columns of a table or model with their types; of all where none is named.
    async fn schema(&self, name: &str) -> Result<(), CliError> {
        let names = self.opened.names().into_iter().filter(|known| name.is_empty() || *known == name);
        let names: Vec<&str> = names.collect();
        if names.is_empty() {
            self.io.tell(PromptMessage::NoSuchTable { name: name.to_owned() });
            return Ok(());
        }
        let mut rows = Vec::new();
        for name in names {
            let query = format!("SELECT * FROM \"{}\" LIMIT 0", name.replace('"', "\"\""));
            let frame = self.opened.sql(&query, Timestamp::now()).await;
            let frame = frame.map_err(|error| wrong(&error, self.opened, Query::typed(&query)))?;
            let fields = frame.schema().fields().iter();
            let cells =
                |column: &str, kind: &DataType| [name.to_owned(), column.to_owned(), type_name(kind)].map(Value::Text);
            rows.extend(fields.map(|field| cells(field.name(), field.data_type()).to_vec()));
        }
        let columns = [("table", Heading::Table), ("column", Heading::Column), ("type", Heading::Type)];
        let columns = columns.map(|(name, heading)| Column::text(name).headed(Label::Heading(heading)));
        self.write(&Sheet { columns: columns.into(), rows })
    }

    /// Writes answers in another format from now on; without one says which it is.
    fn mode(&mut self, name: &str) {
        if name.is_empty() {
            let known = Format::ALL.map(|format| format.name().to_owned()).into();
            self.io.tell(PromptMessage::Mode { format: self.format.name().to_owned(), known });
            return;
        }
        match name.parse::<Format>() {
            Ok(format) => self.format = format,
            Err(error) => self.io.tell(error.message()),
        }
    }

    /// Shows no more rows than this from now on; without a number says how many.
    fn limit(&mut self, text: &str) {
        match text.parse::<usize>() {
            Ok(limit) => self.limit = limit,
            Err(_) if text.is_empty() => self.io.tell(PromptMessage::Limit { rows: self.limit }),
            Err(_) => self.io.tell(PromptMessage::NotALimit { text: text.to_owned() }),
        }
    }

    /// Answers the statements of a file.
    async fn read(&self, path: &Path) -> Result<(), CliError> {
        let text = read_file(path)?;
        for query in Query::all(&text, path.to_str()) {
            self.answer(query).await;
        }
        Ok(())
    }
}

/// True where `line`, which begins a statement, is a command instead.
pub(super) fn is_command(line: &str) -> bool {
    let line = line.trim().trim_end_matches(';').trim();
    line.starts_with('.') || matches!(line, "help" | "quit" | "exit")
}

/// What `work` comes to; `None` where Ctrl-C came first, which leaves it undone.
async fn unless_interrupted<T>(work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(ctrl_c())).await {
        Either::Left((done, _)) => Some(done),
        // Where nobody can tell of a Ctrl-C, none is waited for.
        Either::Right((Err(_), work)) => Some(work.await),
        Either::Right((Ok(()), _)) => None,
    }
}

/// What jauge.toml calls a type, as far as it has a word for it.
fn type_name(kind: &DataType) -> String {
    let word = match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text",
        DataType::Boolean => "boolean",
        DataType::Date32 => "date",
        DataType::Timestamp(..) => "timestamp",
        DataType::Decimal128(..) => "decimal",
        kind if kind.is_integer() => "integer",
        kind if kind.is_floating() => "number",
        other => return other.to_string(),
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_told_from_a_statement() {
        assert!([".tables", " .mode csv", "quit", "exit;", "help"].into_iter().all(is_command));
        assert!(!["SELECT 1", "exit_page", "help me", ""].into_iter().any(is_command));
    }

    #[test]
    fn types_have_the_words_of_jauge_toml() {
        let named = [DataType::Utf8View, DataType::Int16, DataType::Float64, DataType::Decimal128(18, 4)];
        assert_eq!(named.map(|kind| type_name(&kind)), ["text", "integer", "number", "decimal"]);
    }
}
