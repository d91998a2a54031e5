//! `jauge sql` without a query: a prompt with history, completion and statements of several lines.

use std::{env, fs, path::PathBuf};

use jauge_core::snapshot::Snapshot;
use jauge_domain::PromptMessage;
use rustyline::{CompletionType, Config, Editor, error::ReadlineError, history::FileHistory};

use super::{
    Query,
    helper::PromptHelper,
    session::{After, COMMANDS, PromptSession, is_command},
    split,
};
use crate::{error::CliError, io::Io};

/// Before a statement.
const FIRST: &str = "jauge> ";
/// Before the lines that go on with one.
const NEXT: &str = "  ...> ";

type PromptEditor = Editor<PromptHelper, FileHistory>;

/// Reads statements and commands until the user leaves.
pub(super) async fn prompt(opened: &Snapshot, io: &Io) -> Result<u8, CliError> {
    let columns = columns(opened).await;
    let names = opened.names().into_iter().map(str::to_owned);
    let names = names.chain(opened.catalog.kpis.keys().cloned());
    let names = names.chain(columns.iter().flat_map(|(_, columns)| columns.clone()));
    let names = names.chain(COMMANDS.map(str::to_owned));
    let mut editor = editor(PromptHelper::new(names))?;
    let history = history();
    if let Some(history) = &history {
        // There is none the first time.
        let _ = editor.load_history(history);
    }
    let workspace = opened.workspace.config.workspace.name.clone();
    io.without_pager();
    io.tell(PromptMessage::Welcome { workspace });
    let done = read(&mut editor, &mut PromptSession::new(opened, io, &columns)).await;
    if let Some(history) = &history {
        let saved = history.parent().map(fs::create_dir_all).transpose().is_ok();
        if saved {
            let _ = editor.save_history(history);
        }
    }
    done.map(|()| 0)
}

fn editor(helper: PromptHelper) -> Result<PromptEditor, CliError> {
    let config = Config::builder().completion_type(CompletionType::List).completion_show_all_if_ambiguous(true).build();
    let mut editor = PromptEditor::with_config(config).map_err(broken)?;
    editor.set_helper(Some(helper));
    Ok(editor)
}

/// Reads line by line: a statement ends with `;`, a command with its line.
async fn read(editor: &mut PromptEditor, session: &mut PromptSession<'_>) -> Result<(), CliError> {
    // What goes on, and all that was entered since the prompt was empty.
    let (mut pending, mut entered) = (String::new(), String::new());
    loop {
        let line = match editor.readline(if pending.is_empty() { FIRST } else { NEXT }) {
            Ok(line) => line,
            // Ctrl-C leaves the statement, Ctrl-D the prompt.
            Err(ReadlineError::Interrupted) => {
                pending.clear();
                entered.clear();
                continue;
            }
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(broken(error)),
        };
        if pending.is_empty() && is_command(&line) {
            keep(editor, &line);
            if session.command(&line).await == After::Leave {
                return Ok(());
            }
            continue;
        }
        pending = format!("{pending}{line}\n");
        entered = format!("{entered}{line}\n");
        let cut = split(&pending);
        if !cut.is_open {
            keep(editor, &entered);
            entered.clear();
        }
        for query in &cut.done {
            session.answer(Query::typed(query)).await;
        }
        pending = if cut.is_open { cut.rest.trim_start().to_owned() } else { String::new() };
    }
}

/// Remembers what was entered, a statement of several lines as one.
fn keep(editor: &mut PromptEditor, entered: &str) {
    if !entered.trim().is_empty() {
        // What cannot be remembered is typed again.
        let _ = editor.add_history_entry(entered.trim());
    }
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
