//! The only sentences of Jauge: one folder a language, one file a topic.
//!
//! A third language is one folder and the line of [`Wording::phrases`] that names it. Every topic is matched exhaustively, so
//! that a new message does not compile before each language says it.

mod en;
mod fr;
mod label;
mod numerals;
mod pseudo;
#[cfg(test)]
mod tests;

use jauge_domain::{Language, Message, Status};

pub use label::Label;
pub(crate) use numerals::Numerals;

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
    label: fn(Label) -> &'static str,
    status: fn(Status) -> &'static str,
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
        (self.phrases().help)(message).map(|help| self.said(help))
    }

    /// A word, or the heading of a column.
    pub fn label(&self, label: Label) -> String {
        self.said((self.phrases().label)(label).to_owned())
    }

    /// The words for a status.
    pub fn status(&self, status: Status) -> String {
        self.said((self.phrases().status)(status).to_owned())
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
