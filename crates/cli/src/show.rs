//! Errors on stderr, in the user's language.

use std::{path::Path, process::ExitCode};

use jauge_domain::Position;
use jauge_report::{Label, in_place, lines, one_line};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use crate::{
    error::CliError,
    io::{Io, warn},
};

/// What the layout of errors puts before a help.
const HELP: &str = "  help: ";

impl CliError {
    /// Shows the error on stderr, with the lines of the file around its place.
    pub(crate) fn report(&self, io: &Io) -> ExitCode {
        self.show(io);
        ExitCode::from(self.code())
    }

    /// As [`Self::report`], where the program goes on.
    pub(crate) fn show(&self, io: &Io) {
        let wording = io.wording();
        let message = lines(&wording.message(&self.message)).into_owned();
        let help = self.help.as_ref().map(|help| wording.message(help));
        let help: Vec<String> = help.into_iter().chain(wording.help(&self.message)).collect();
        let mut diagnostic = MietteDiagnostic::new(message.clone());
        diagnostic.help = Some(lines(&wording.joined(&help)).into_owned()).filter(|help| !help.is_empty());
        let text = |file: &str| self.text.clone().or_else(|| quotable(file));
        let source = self.place.as_ref().and_then(|(file, at)| Some((file, at, text(file)?)));
        let report = match source {
            Some((file, at, text)) => {
                let text = in_place(&text);
                let offset = offset(&text, *at);
                diagnostic.labels = Some(vec![LabeledSpan::at_offset(offset, wording.label(Label::Here))]);
                let report = Report::new(diagnostic);
                if file.is_empty() {
                    report.with_source_code(text)
                } else {
                    report.with_source_code(NamedSource::new(one_line(file), text))
                }
            }
            None => Report::new(diagnostic),
        };
        let theme = if io.color() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let mut shown = String::new();
        let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
        match handler.render_report(&mut shown, report.as_ref()) {
            Ok(()) => eprint!("{}", with_help_worded(shown, &wording.label(Label::Help))),
            Err(_) => warn(&message),
        }
    }
}

/// What `file` holds, to be shown: of a link only where it stays in its folder, for what it leads to may be nobody's to see.
fn quotable(file: &str) -> Option<String> {
    let file = Path::new(file);
    jauge_durable::read_text_within(file.parent()?, file).ok()
}

/// `shown` with the word before its last part, the help, in the reader's language.
fn with_help_worded(mut shown: String, word: &str) -> String {
    if let Some(at) = shown.rfind(HELP) {
        shown.replace_range(at..at + HELP.len(), &format!("  {word} "));
    }
    shown
}

fn offset(text: &str, at: Position) -> usize {
    let line: usize = text.split_inclusive('\n').take(at.line.saturating_sub(1)).map(str::len).sum();
    let column = text[line..].char_indices().nth(at.column.saturating_sub(1)).map_or(0, |(offset, _)| offset);
    line + column
}
