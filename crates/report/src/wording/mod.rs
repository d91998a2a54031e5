//! The only sentences of Jauge: one folder a language, one file a topic.
//!
//! A third language is one folder and the line of [`Wording::phrases`] that names it. Every topic is matched exhaustively, so
//! that a new message does not compile before each language says it.

mod amount;
mod digits;
mod en;
mod entry;
#[cfg(test)]
mod file_tests;
mod fr;
mod heading;
mod label;
mod letter;
mod line;
mod numerals;
mod page;
mod plural;
mod pseudo;
#[cfg(test)]
mod tests;
mod visible;
mod workbook;

use jauge_domain::{Finding, Grain, Language, Message, NextAction, Period, Statement, Status};
use jiff::civil::Date;

pub(crate) use digits::{grouped, marked, rounded, shortest};
pub use entry::EntryWord;
pub use heading::Heading;
pub use label::Label;
pub use letter::{LetterHeading, LetterText};
pub(crate) use line::Line;
pub(crate) use numerals::Numerals;
pub use page::{PageText, PageWord};
pub use workbook::WorkbookWord;

/// Says things in a language, with amounts in a currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// The language.
    pub language: Language,
    /// ISO 4217 code of amounts that have no currency of their own; `None`: amounts without a currency.
    pub currency: Option<String>,
}

/// What a language brings.
struct Phrases {
    numerals: Numerals,
    message: fn(&Message, &Wording) -> String,
    help: fn(&Message) -> Option<String>,
    finding: fn(&Finding, &Wording) -> String,
    statement: fn(&Statement, &Wording) -> String,
    next_action: fn(&NextAction, &Wording) -> String,
    line: fn(&Line<'_>, &Wording) -> String,
    label: fn(Label) -> &'static str,
    page: fn(&PageText<'_>, &Wording) -> String,
    letter: fn(&LetterText<'_>, &Wording) -> String,
    /// What a column of a table holds.
    column: fn(&str, &str) -> Option<&'static str>,
    status: fn(Status) -> &'static str,
    /// Between clauses of one line.
    between: &'static str,
    /// Between what is named and what is said of it.
    colon: &'static str,
    /// A day.
    date: fn(Date) -> String,
    /// A period as people name it.
    period: fn(&str) -> String,
    /// A bucket, from its name in English.
    bucket: fn(Grain, String) -> String,
}

impl Wording {
    /// `language`, with amounts without a currency.
    pub fn new(language: Language) -> Self {
        Self { language, currency: None }
    }

    /// What `message` says.
    pub fn message(&self, message: &Message) -> String {
        self.said((self.phrases().message)(message, self))
    }

    /// What to do about `message` next, where it does not say so itself.
    pub fn help(&self, message: &Message) -> Option<String> {
        (self.phrases().help)(message).map(|text| self.said(text))
    }

    /// What `message` says and what to do about it, in one line; `command`, which says it, is not advised again.
    pub fn with_help(&self, message: &Message, command: Option<&str>) -> String {
        let advises = |clause: &&str| command.is_some_and(|command| clause.starts_with(&format!("`jauge {command}`")));
        let help = (self.phrases().help)(message);
        let help = help.map(|help| help.split(", ").filter(|clause| !advises(clause)).collect::<Vec<_>>().join(", "));
        let said = [Some(self.message(message)), help.filter(|help| !help.is_empty()).map(|help| self.said(help))];
        self.joined(&said.into_iter().flatten().collect::<Vec<_>>())
    }

    /// `clauses` in one line.
    pub fn joined(&self, clauses: &[String]) -> String {
        clauses.join(self.phrases().between)
    }

    /// What is `said` of what is called `name`, in one line.
    pub fn named(&self, name: &str, said: &str) -> String {
        format!("{name}{}{said}", self.phrases().colon)
    }

    /// What `finding` says.
    pub fn finding(&self, finding: &Finding) -> String {
        self.said((self.phrases().finding)(finding, self))
    }

    /// An objective in a sentence.
    pub fn statement(&self, statement: &Statement) -> String {
        match statement {
            Statement::Written(own) => own.clone(),
            made => self.said((self.phrases().statement)(made, self)),
        }
    }

    /// What comes next, by when and by whom.
    pub fn next_action(&self, action: &NextAction) -> String {
        self.said((self.phrases().next_action)(action, self))
    }

    /// A word that stands alone.
    pub fn label(&self, label: Label) -> String {
        self.said((self.phrases().label)(label).to_owned())
    }

    /// What `column` of `table` holds; `None` of a column of the user's own.
    pub fn column(&self, table: &str, column: &str) -> Option<String> {
        (self.phrases().column)(table, column).map(|text| self.said(text.to_owned()))
    }

    /// The words for a status.
    pub fn status(&self, status: Status) -> String {
        self.said((self.phrases().status)(status).to_owned())
    }

    /// A sentence or a word of the page.
    pub fn page(&self, text: &PageText<'_>) -> String {
        self.said((self.phrases().page)(text, self))
    }

    /// A sentence or a heading of the letter.
    pub fn letter(&self, text: &LetterText<'_>) -> String {
        self.said((self.phrases().letter)(text, self))
    }

    /// A line of a card or a mail.
    pub(crate) fn line(&self, line: &Line<'_>) -> String {
        self.said((self.phrases().line)(line, self))
    }

    /// A day.
    pub fn date(&self, date: Date) -> String {
        (self.phrases().date)(date)
    }

    /// A period as people name it.
    pub(crate) fn period(&self, period: &Period) -> String {
        (self.phrases().period)(&period.to_string())
    }

    /// A bucket, from its name in English.
    pub(crate) fn bucket(&self, grain: Grain, name: String) -> String {
        (self.phrases().bucket)(grain, name)
    }

    /// How numbers are written.
    pub(crate) fn numerals(&self) -> Numerals {
        self.phrases().numerals
    }

    fn phrases(&self) -> &'static Phrases {
        match self.language {
            Language::En | Language::Qps => &en::PHRASES,
            Language::Fr => &fr::PHRASES,
        }
    }

    /// Every text leaves through here, so that the pseudo-language reaches all of them.
    fn said(&self, text: String) -> String {
        if self.language == Language::Qps { pseudo::doubled(&text) } else { text }
    }
}
