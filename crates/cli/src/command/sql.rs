mod helper;
mod prompt;
mod session;
mod statements;

use std::{
    fs,
    io::{IsTerminal, Read},
    path::{Path, PathBuf},
};

use arrow::array::RecordBatch;
use clap::Args;
use datafusion::error::DataFusionError;
use jauge_core::snapshot::Snapshot;
use jauge_core::store::{placed_at, plain, unplaced};
use jauge_domain::{EngineMessage, Message, PromptMessage, nearest};
use jiff::Timestamp;

use self::statements::{Query, split};
use super::{open, tell_spilled};
use crate::{binary, error::CliError, io::Io, rows::sheet};

/// Run SQL over tables, models and kpis('month', 'channel')
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge sql \"SELECT event_name, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC\"
  jauge sql \"SELECT * FROM kpis('month')\"
  jauge sql \"SELECT * FROM rejects\"
  jauge sql \"SHOW TABLES\"
  jauge sql \"SELECT * FROM orders\" --format parquet > orders.parquet
  jauge sql \"SELECT * FROM orders\" --format xlsx -o orders.xlsx
  jauge sql -f monday.sql                     the queries of a file, each ended by `;`
  jauge sql                                   a prompt with history and completion: .help says what it can do")]
pub(crate) struct Sql {
    /// The query; without it, a prompt
    query: Option<String>,
    /// Answer the queries of this file, each ended by `;`; `-`: of standard input
    #[arg(short, long, value_name = "FILE", conflicts_with = "query")]
    file: Option<PathBuf>,
    /// With --format xlsx: the workbook's file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Sql {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        io.write_into(self.output.as_ref())?;
        let opened = open(io.workspace()?, io).await?;
        match (&self.query, &self.file) {
            (Some(query), _) => run(&opened, io, Query::typed(query)).await,
            (None, Some(path)) if path.as_os_str() != "-" => {
                run_all(&opened, io, &read_file(path)?, Some(&path.display().to_string())).await
            }
            // A prompt answers again and again, and in texts.
            (None, None) if std::io::stdin().is_terminal() && io.is_one_table() => {
                Err(CliError::told(PromptMessage::OneTable))
            }
            (None, None) if std::io::stdin().is_terminal() => prompt::prompt(&opened, io).await,
            (None, _) => {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text)?;
                run_all(&opened, io, &text, None).await
            }
        }
    }
}

/// The queries in a file that the user named.
fn read_file(path: &Path) -> Result<String, CliError> {
    let named = path.display().to_string();
    let unreadable = |error: std::io::Error| PromptMessage::Unreadable { path: named, reason: error.to_string() };
    fs::read_to_string(path).map_err(|error| CliError::told(unreadable(error)))
}

/// Answers the queries of `text`, which is that of `file`, one after the other, up to the first that cannot be.
async fn run_all(opened: &Snapshot, io: &Io, text: &str, file: Option<&str>) -> Result<u8, CliError> {
    let queries = Query::all(text, file);
    if queries.len() > 1 && io.is_one_table() {
        return Err(CliError::told(PromptMessage::OneTable));
    }
    if queries.is_empty() {
        return run(opened, io, Query::typed("")).await;
    }
    for (nth, query) in queries.into_iter().enumerate() {
        if nth > 0 && io.is_for_people() {
            io.data(|out| writeln!(out))?;
        }
        run(opened, io, query).await?;
    }
    Ok(0)
}

/// Answers one query.
async fn run(opened: &Snapshot, io: &Io, query: Query<'_>) -> Result<u8, CliError> {
    let wrong = |error: DataFusionError| wrong(&error, opened, query);
    let frame = opened.sql(query.sql, Timestamp::now()).await.map_err(wrong)?;
    let schema = frame.schema().as_arrow().clone();
    let mut batches: Vec<RecordBatch> = frame.collect().await.map_err(wrong)?;
    tell_spilled(opened, io);
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema.into()));
    }
    if let Some(format) = io.binary() {
        io.bytes(|out| binary::write(out, format, &batches[0].schema(), &batches))?;
        return Ok(0);
    }
    let style = io.style(opened, None);
    io.sheet(&sheet(&batches)?, &style)?;
    Ok(0)
}

/// What is wrong with `query`, shown at its place where the engine says one.
fn wrong(error: &DataFusionError, opened: &Snapshot, query: Query<'_>) -> CliError {
    let message = match plain(error) {
        Message::Engine(EngineMessage::NoTable { name, .. }) => no_table(name, &opened.names()).into(),
        message => told_model(&message, opened).map_or(message, |name| EngineMessage::BadModel { name }.into()),
    };
    let said = error.diagnostic().filter(|_| matches!(message, Message::Engine(EngineMessage::Other { .. })));
    let help = said.and_then(|said| said.helps.first()).map(|help| Message::Quoted(help.message.clone()));
    let ended = matches!(message, Message::Engine(EngineMessage::Unexpected { found: None, at: None, .. }));
    let at = placed_at(error).or_else(|| ended.then(|| query.end()));
    let mut wrong = match at.and_then(|at| query.shown_at(at)) {
        Some(at) => CliError::of(unplaced(message)).within(query.file.unwrap_or_default(), query.text, at),
        None => CliError::of(message),
    };
    wrong.help = help.map(Box::new);
    wrong
}

/// The model whose fault `message` tells, where it was told, at its place, when the workspace was opened.
fn told_model(message: &Message, opened: &Snapshot) -> Option<String> {
    let told = opened.problems.iter().find(|problem| problem.message() == *message)?;
    let model = opened.catalog.models.values().find(|model| model.file == told.file)?;
    Some(model.name.clone())
}

/// What is wrong with `name`, which the engine does not know: a model among `tables` that it does not know has a fault.
fn no_table(name: String, tables: &[&str]) -> EngineMessage {
    if tables.contains(&name.as_str()) {
        return EngineMessage::BadModel { name };
    }
    let near = nearest(&name, tables.iter().copied()).map(str::to_owned);
    let known = tables.iter().map(|table| (*table).to_owned()).collect();
    EngineMessage::NoTable { name, near, known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_with_a_fault_is_not_said_to_be_missing() {
        let of = |name: &str| no_table(name.to_owned(), &["events", "m"]);
        assert_eq!(of("m"), EngineMessage::BadModel { name: "m".to_owned() });
        let known = vec!["events".to_owned(), "m".to_owned()];
        let near = Some("events".to_owned());
        assert_eq!(of("event"), EngineMessage::NoTable { name: "event".to_owned(), near, known });
    }
}
