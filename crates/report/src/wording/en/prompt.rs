//! The prompt of `jauge sql`.

use jauge_domain::PromptMessage;

use super::{forms::counted, system};

const HELP: &str = "\
A statement ends with `;`, on as many lines as it takes. Tab completes; the arrows recall; Ctrl-C ends a query.
  .help            this
  .tables          tables and models
  .columns NAME    the columns of one
  .schema [NAME]   columns with their types
  .kpis            the KPIs; SELECT * FROM kpis('month', 'channel') answers them
  .mode FORMAT     write answers as table, list, csv, md, json or ndjson
  .limit N         show no more rows than that; 0 shows all
  .read FILE       answer the queries of a file
  .quit            leave (so does Ctrl-D)";

pub(super) fn message(message: &PromptMessage) -> String {
    match message {
        PromptMessage::Welcome { workspace } => format!("{workspace} · `.help` for help, `.quit` to leave"),
        PromptMessage::Help => HELP.to_owned(),
        PromptMessage::NoSuchTable { name } => format!("no table or model `{name}`: `.tables` lists them"),
        PromptMessage::NoSuchCommand { command } => format!("no command `{command}`: `.help` lists them"),
        PromptMessage::Cancelled => "cancelled".to_owned(),
        PromptMessage::Answered { rows, shown, millis } => {
            let rows_text = counted(*rows, "row", "rows");
            let seconds = format!("{}.{:02} s", millis / 1000, millis % 1000 / 10);
            if shown < rows {
                return format!("the first {shown} of {rows_text}, {seconds}; `.limit 0` shows all");
            }
            format!("{rows_text}, {seconds}")
        }
        PromptMessage::Mode { format, known } => format!("{format} (there are {})", known.join(", ")),
        PromptMessage::Limit { rows: 0 } => "all rows are shown".to_owned(),
        PromptMessage::Limit { rows } => format!("at most {} shown", counted(*rows, "row is", "rows are")),
        PromptMessage::NotALimit { text } => format!("`{text}` is not a number of rows: `.limit 100`, or 0 for all"),
        PromptMessage::Unreadable { path, reason } => format!("cannot read `{path}`: {}", system::reason(reason)),
        PromptMessage::OneTable => "workbooks, Parquet and Arrow hold one table: the answer to one query".to_owned(),
        PromptMessage::Broken { reason } => format!("the prompt does not work here: {reason}"),
    }
}

pub(super) fn help(message: &PromptMessage) -> Option<String> {
    match message {
        PromptMessage::Broken { .. } => Some("give the query: `jauge sql \"SELECT 1\"`".to_owned()),
        PromptMessage::OneTable => Some("run them one after the other, each into a file of its own".to_owned()),
        PromptMessage::Unreadable { reason, .. } => system::help(reason),
        PromptMessage::Welcome { .. }
        | PromptMessage::Help
        | PromptMessage::Cancelled
        | PromptMessage::Answered { .. }
        | PromptMessage::Mode { .. }
        | PromptMessage::Limit { .. }
        | PromptMessage::NotALimit { .. }
        | PromptMessage::NoSuchTable { .. }
        | PromptMessage::NoSuchCommand { .. } => None,
    }
}
