//! The letter.

use super::super::{LetterHeading, LetterText, Wording};
use super::status;

pub(super) fn text(text: &LetterText<'_>, wording: &Wording) -> String {
    match *text {
        LetterText::Subject { workspace, as_of } => {
            format!("{workspace}: how things stand on {}", wording.date(as_of))
        }
        LetterText::Heading(one) => heading(one).to_owned(),
        LetterText::Stands { status, actual: Some(actual), aside } => {
            format!("{}, {actual} so far{}.", status::words(status), in_brackets(aside))
        }
        LetterText::Stands { status, actual: None, aside } => {
            format!("{}, without a value so far{}.", status::words(status), in_brackets(aside))
        }
        LetterText::Compared { first, last } => {
            format!("From {first} to {last}, beside as many days before:")
        }
        LetterText::Changed { value, change, before, is_complete } => {
            let open = if is_complete { "" } else { " (not complete)" };
            format!("{value}{open}, {change} on the {before} before.")
        }
        LetterText::NothingChanged => "Nothing changed beyond its usual ups and downs.".to_owned(),
        LetterText::WithinNoise { titles } => format!("Within their usual ups and downs: {titles}."),
        LetterText::TooFewDays { titles } => format!("Too few days to tell a change from chance: {titles}."),
        LetterText::NoAction => "no action is open: who does what by when?".to_owned(),
        LetterText::NothingToDo => "No action is open.".to_owned(),
        LetterText::PageAttached { file } => format!("The whole page is attached as {file}."),
    }
}

fn in_brackets(aside: &str) -> String {
    if aside.is_empty() { String::new() } else { format!(" ({aside})") }
}

fn heading(heading: LetterHeading) -> &'static str {
    match heading {
        LetterHeading::Objectives => "Objectives",
        LetterHeading::Changes => "What changed",
        LetterHeading::Actions => "What to do next",
        LetterHeading::Missing => "What is missing",
        LetterHeading::Questions => "Where the numbers come from",
    }
}
