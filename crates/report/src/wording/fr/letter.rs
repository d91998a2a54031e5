//! La lettre.

use super::super::{LetterHeading, LetterText, Wording};
use super::status;

pub(super) fn text(text: &LetterText<'_>, wording: &Wording) -> String {
    match *text {
        LetterText::Subject { workspace, as_of } => format!("{workspace} : le point au {}", wording.date(as_of)),
        LetterText::Heading(one) => heading(one).to_owned(),
        LetterText::Stands { status, actual: Some(actual), aside } => {
            format!("{}, {actual} à ce jour{}.", status::words(status), in_brackets(aside))
        }
        LetterText::Stands { status, actual: None, aside } => {
            format!("{}, sans valeur à ce jour{}.", status::words(status), in_brackets(aside))
        }
        LetterText::Compared { first, last } => format!("Du {first} au {last}, face à autant de jours avant :"),
        LetterText::Changed { value, change, before, is_complete } => {
            let open = if is_complete { "" } else { " (incomplet)" };
            format!("{value}{open}, {change} par rapport à {before} avant.")
        }
        LetterText::NothingChanged => "Rien n'a bougé au-delà de sa variation habituelle.".to_owned(),
        LetterText::WithinNoise { titles } => format!("Dans leur variation habituelle : {titles}."),
        LetterText::TooFewDays { titles } => {
            format!("Trop peu de jours pour distinguer une évolution du hasard : {titles}.")
        }
        LetterText::NoAction => "aucune action en cours : qui fait quoi, et pour quand ?".to_owned(),
        LetterText::NothingToDo => "Aucune action en cours.".to_owned(),
        LetterText::PageAttached { file } => format!("La page entière est jointe : {file}."),
    }
}

fn in_brackets(aside: &str) -> String {
    if aside.is_empty() { String::new() } else { format!(" ({aside})") }
}

fn heading(heading: LetterHeading) -> &'static str {
    match heading {
        LetterHeading::Objectives => "Objectifs",
        LetterHeading::Changes => "Ce qui a changé",
        LetterHeading::Actions => "À faire ensuite",
        LetterHeading::Missing => "Ce qui manque",
        LetterHeading::Questions => "D'où viennent les chiffres",
    }
}
