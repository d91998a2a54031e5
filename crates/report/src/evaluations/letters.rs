//! The five letters of objectives, with their evidence and advice.

use std::io::{self, Write};

use jauge_domain::{Language, Letter, LetterState, Smart, Value};
use serde_json::json;

use super::json;
use crate::grid::{self, Grid, one_line};
use crate::{Align, Column, Format, Sheet, Style, write_sheet};

/// Writes the letters of objectives: id, statement, letters.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_letters(out: &mut dyn Write, objectives: &[(&str, &str, &Smart)], style: &Style) -> io::Result<()> {
    match style.format {
        Format::Json | Format::Ndjson => {
            let object = |(id, statement, smart): &(&str, &str, &Smart)| json!({"objective": id, "statement": statement, "smart": json::smart(smart)});
            json::objects(out, objectives.iter().map(object), style.format)
        }
        Format::Csv => write_sheet(out, &letters_sheet(objectives), style),
        Format::Md => grid::write(out, &table(objectives, style), style),
        Format::Table => {
            for (nth, (id, statement, smart)) in objectives.iter().enumerate() {
                if nth > 0 {
                    writeln!(out)?;
                }
                let shown = if statement.is_empty() { String::new() } else { format!("  {statement}") };
                writeln!(out, "{}", one_line(&format!("{id}{shown}")))?;
                for (name, letter) in smart.letters() {
                    card(out, name, letter, style)?;
                }
            }
            Ok(())
        }
    }
}

fn card(out: &mut dyn Write, name: &str, letter: &Letter, style: &Style) -> io::Result<()> {
    let (initial, word) = title(name, style.language);
    let (sign, state, color) = state(letter.state, style.language);
    let text = format!("{sign} {state}");
    let text = if style.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text };
    writeln!(out, "  {initial}  {word:<14} {text}")?;
    for evidence in &letter.evidence {
        writeln!(out, "       · {}", one_line(evidence))?;
    }
    for advice in &letter.advice {
        writeln!(out, "       → {}", one_line(advice))?;
    }
    Ok(())
}

/// One row a letter, with names that stay.
pub fn letters_sheet(objectives: &[(&str, &str, &Smart)]) -> Sheet {
    let row = |id: &str, name: &str, letter: &Letter| {
        let cells = [id.to_owned(), name.to_owned(), letter.state.name().to_owned()];
        let cells = cells.into_iter().chain([letter.evidence.join("; "), letter.advice.join("; ")]);
        cells.map(Value::Text).collect()
    };
    let rows = objectives.iter().flat_map(|(id, _, smart)| smart.letters().map(|(name, letter)| row(id, name, letter)));
    let names = ["objective", "letter", "state", "evidence", "advice"];
    Sheet { columns: names.map(Column::text).into(), rows: rows.collect() }
}

/// One row a letter, in the reader's words.
fn table(objectives: &[(&str, &str, &Smart)], style: &Style) -> Grid {
    let names = match style.language {
        Language::En | Language::Qps => ["objective", "letter", "state", "evidence", "advice"],
        Language::Fr => ["objectif", "lettre", "état", "constats", "conseils"],
    };
    let row = |id: &str, name: &str, letter: &Letter| {
        let (name, state) = (title(name, style.language).1, state(letter.state, style.language).1);
        vec![id.to_owned(), name.to_owned(), state.to_owned(), letter.evidence.join("; "), letter.advice.join("; ")]
    };
    let rows = objectives.iter().flat_map(|(id, _, smart)| smart.letters().map(|(name, letter)| row(id, name, letter)));
    Grid { columns: names.map(|name| (name.to_owned(), Align::Left)).into(), rows: rows.collect(), notes: Vec::new() }
}

fn title(name: &str, language: Language) -> (char, &'static str) {
    let french = language == Language::Fr;
    match name {
        "specific" => ('S', if french { "spécifique" } else { "specific" }),
        "measurable" => ('M', if french { "mesurable" } else { "measurable" }),
        "achievable" => ('A', if french { "atteignable" } else { "achievable" }),
        "realistic" => ('R', if french { "réaliste" } else { "realistic" }),
        _ => ('T', if french { "temporel" } else { "time-bound" }),
    }
}

fn state(state: LetterState, language: Language) -> (char, &'static str, u8) {
    let french = language == Language::Fr;
    match state {
        LetterState::Ok => ('✓', "ok", 32),
        LetterState::Advice => ('▲', if french { "conseil" } else { "advice" }, 33),
        LetterState::Unknown => ('?', if french { "inconnu" } else { "unknown" }, 90),
        LetterState::Fails => ('✗', if french { "ne tient pas" } else { "fails" }, 31),
    }
}
