//! The prompt of `jauge sql`.

use jauge_domain::PromptMessage;

const HELP: &str = "\
A statement ends with `;`, on as many lines as it takes. Tab completes; the arrows recall.
  .help            this
  .tables          tables and models
  .columns NAME    the columns of one
  .kpis            the KPIs; SELECT * FROM kpis('month', 'channel') answers them
  .quit            leave (so does Ctrl-D)";

pub(super) fn message(message: &PromptMessage) -> String {
    match message {
        PromptMessage::Welcome { workspace } => format!("{workspace} · `.help` for help, `.quit` to leave"),
        PromptMessage::Help => HELP.to_owned(),
        PromptMessage::NoSuchTable { name } => format!("no table or model `{name}`: `.tables` lists them"),
        PromptMessage::NoSuchCommand { command } => format!("no command `{command}`: `.help` lists them"),
        PromptMessage::Broken { reason } => format!("the prompt does not work here: {reason}"),
    }
}

pub(super) fn help(message: &PromptMessage) -> Option<String> {
    match message {
        PromptMessage::Broken { .. } => Some("give the query: `jauge sql \"SELECT 1\"`".to_owned()),
        PromptMessage::Welcome { .. }
        | PromptMessage::Help
        | PromptMessage::NoSuchTable { .. }
        | PromptMessage::NoSuchCommand { .. } => None,
    }
}
