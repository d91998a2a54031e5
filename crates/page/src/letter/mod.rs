//! How objectives and KPIs stand, in sentences: what changed, what to do next, what is missing.
//!
//! The same content gives the same letter. Each sentence with a number names a question at the end, a command that answers it.

mod compose;
mod layout;
mod mail;
#[cfg(test)]
mod tests;

use jauge_report::Style;

use crate::content::PageContent;

pub use mail::{Envelope, mail};

/// How a letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterForm {
    /// Markdown.
    Markdown,
    /// Lines of plain text.
    Plain,
}

/// The letter with `content`, in the language of `style`.
pub fn letter(content: &PageContent<'_>, form: LetterForm, style: &Style) -> String {
    let letter = compose::letter(content, style);
    match form {
        LetterForm::Markdown => layout::markdown(&letter),
        LetterForm::Plain => layout::plain(&letter),
    }
}
