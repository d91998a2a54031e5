//! `jauge sql` without a query: a prompt with history, completion and statements of several lines.

use std::{env, fs, path::PathBuf};

use jauge_core::snapshot::Snapshot;
use jauge_domain::PromptMessage;
use jauge_report::one_line;
use rustyline::{
    CompletionType, Config, Context, Editor, Helper,
    completion::{Completer, Pair},
    error::ReadlineError,
    highlight::Highlighter,
    hint::{Hinter, HistoryHinter},
    history::FileHistory,
    validate::{ValidationContext, ValidationResult, Validator},
};

use super::run;
use crate::{error::CliError, io::Io};

/// Words that statements are made of, for completion.
const WORDS: [&str; 40] = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "LIMIT",
    "JOIN",
    "LEFT JOIN",
    "ON",
    "AS",
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS NULL",
    "IS NOT NULL",
    "LIKE",
    "BETWEEN",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "HAVING",
    "DISTINCT",
    "UNION ALL",
    "WITH",
    "OVER",
    "PARTITION BY",
    "FILTER",
    "DESC",
    "ASC",
    "count(*)",
    "sum(",
    "avg(",
    "min(",
    "max(",
    "date_trunc(",
    "coalesce(",
    "kpis(",
];

/// What the prompt knows of the workspace.
struct Prompt {
    /// What can be completed.
    names: Vec<String>,
    /// Suggests what was typed before.
    before: HistoryHinter,
}

impl Helper for Prompt {}

impl Highlighter for Prompt {}

impl Hinter for Prompt {
    type Hint = String;

    fn hint(&self, line: &str, at: usize, context: &Context<'_>) -> Option<String> {
        self.before.hint(line, at, context)
    }
}

impl Completer for Prompt {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let start = line[..at].rfind(|c| !is_part(c)).map_or(0, |before| before + 1);
        let typed = line[start..at].to_lowercase();
        if typed.is_empty() {
            return Ok((start, Vec::new()));
        }
        let fits = self.names.iter().filter(|name| name.to_lowercase().starts_with(&typed));
        Ok((start, fits.map(|name| Pair { display: name.clone(), replacement: name.clone() }).collect()))
    }
}

/// A statement ends with `;`, a command with its line.
impl Validator for Prompt {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input().trim();
        let ended = text.is_empty() || text.starts_with('.') || text.ends_with(';');
        Ok(if ended { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

/// Reads statements and commands until the user leaves.
pub(super) async fn prompt(opened: &Snapshot, io: &Io) -> Result<u8, CliError> {
    let columns = columns(opened).await;
    let mut names: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    names.extend(opened.names().into_iter().map(str::to_owned));
    names.extend(opened.catalog.kpis.keys().cloned());
    names.extend(columns.iter().flat_map(|(_, columns)| columns.clone()));
    names.extend([".help", ".tables", ".columns", ".kpis", ".quit"].map(str::to_owned));
    // The editor writes what it completes as it is.
    names.retain(|name| one_line(name) == *name);
    names.sort();
    names.dedup();
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .auto_add_history(true)
        .build();
    let mut editor: Editor<Prompt, FileHistory> = Editor::with_config(config).map_err(broken)?;
    editor.set_helper(Some(Prompt { names, before: HistoryHinter::new() }));
    let history = history();
    if let Some(history) = &history {
        // There is none the first time.
        let _ = editor.load_history(history);
    }
    let workspace = opened.workspace.config.workspace.name.clone();
    io.tell(PromptMessage::Welcome { workspace });
    loop {
        match editor.readline("jauge> ") {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                let line = line.trim().trim_end_matches(';').trim();
                if matches!(line, ".quit" | ".exit" | "exit" | "quit") {
                    break;
                }
                if !command(opened, io, line, &columns)
                    && let Err(error) = run(opened, io, line).await
                {
                    error.show(io);
                }
            }
            // Ctrl-C leaves the statement, Ctrl-D the prompt.
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(broken(error)),
        }
    }
    if let Some(history) = &history {
        let saved = history.parent().map(fs::create_dir_all).transpose().is_ok();
        if saved {
            let _ = editor.save_history(history);
        }
    }
    Ok(0)
}

/// Carries out a command; false where `line` is SQL.
fn command(opened: &Snapshot, io: &Io, line: &str, columns: &[(String, Vec<String>)]) -> bool {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let print = |names: &mut dyn Iterator<Item = &str>| names.for_each(|name| println!("{}", one_line(name)));
    match word {
        ".help" | "help" => io.tell(PromptMessage::Help),
        ".tables" => print(&mut opened.names().into_iter()),
        ".kpis" => print(&mut opened.catalog.kpis.keys().map(String::as_str)),
        ".columns" => match columns.iter().find(|(name, _)| name == rest.trim()) {
            Some((_, columns)) => print(&mut columns.iter().map(String::as_str)),
            None => io.tell(PromptMessage::NoSuchTable { name: rest.trim().to_owned() }),
        },
        word if word.starts_with('.') => io.tell(PromptMessage::NoSuchCommand { command: word.to_owned() }),
        _ => return false,
    }
    true
}

/// The columns of every table and model.
async fn columns(opened: &Snapshot) -> Vec<(String, Vec<String>)> {
    let mut columns = Vec::new();
    for name in opened.names() {
        columns.push((name.to_owned(), opened.columns(name).await));
    }
    columns
}

fn history() -> Option<PathBuf> {
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    let state = env::var_os("XDG_STATE_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from).or_else(home)?;
    Some(state.join("jauge/history"))
}

fn broken(error: ReadlineError) -> CliError {
    CliError::told(PromptMessage::Broken { reason: error.to_string() })
}
