//! How objectives stand, for people and for programs.

mod card;
mod criteria;
mod json;
mod junit;
mod mail;
mod overview;
mod plots;
mod record;
mod sentences;
#[cfg(test)]
mod tests;
mod texts;
mod words;

use std::cmp::Reverse;
use std::io::{self, Write};

use jauge_domain::{ColumnKind, Evaluation, EvaluationColumn, Status};

use crate::grid;
use crate::sheet::{Column, Sheet};
use crate::sheets::write_sheet;
use crate::style::{Format, Style};
use crate::wording::{Line, Wording};

pub use criteria::{CriteriaOf, criteria_sheet, write_criteria};
pub use junit::write_junit;
pub use record::record_sheet;
pub use sentences::evaluation_sentences;
pub use texts::{CriterionTexts, EvaluationTexts, MovementTexts};
pub use words::{target_text, value_text};

/// More objectives than this are a table first, and details only of those that need somebody.
const CARDS: usize = 3;

/// Writes evaluations in the style's format, those that need somebody first and of those the weightier ones; JSON and CSV
/// in the order given.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_evaluations(out: &mut dyn Write, evaluations: &[Evaluation], style: &Style) -> io::Result<()> {
    let sorted = by_urgency(evaluations);
    match style.format {
        Format::Json | Format::Ndjson => json::write(out, evaluations, style),
        Format::Csv => write_sheet(out, &evaluations_sheet(evaluations, &style.wording()), style),
        Format::Md => mail::write(out, &sorted, style),
        Format::List => grid::write(out, &overview::overview(&sorted, style), style),
        Format::Table => table(out, &sorted, style),
    }
}

/// Those that need somebody first, and of those the weightier ones.
pub fn by_urgency(evaluations: &[Evaluation]) -> Vec<&Evaluation> {
    let mut sorted: Vec<&Evaluation> = evaluations.iter().collect();
    sorted.sort_by(|one, other| {
        Reverse(one.weight).partial_cmp(&Reverse(other.weight)).unwrap_or(std::cmp::Ordering::Equal)
    });
    sorted.sort_by_key(|one| one.status.facts().urgency);
    sorted
}

fn table(out: &mut dyn Write, sorted: &[&Evaluation], style: &Style) -> io::Result<()> {
    if sorted.is_empty() {
        return Ok(());
    }
    let detailed: Vec<&&Evaluation> = if sorted.len() > CARDS {
        grid::write(out, &overview::overview(sorted, style), style)?;
        sorted.iter().filter(|one| one.status.facts().needs_attention).collect()
    } else {
        sorted.iter().collect()
    };
    for (nth, one) in detailed.iter().enumerate() {
        if nth > 0 || sorted.len() > CARDS {
            writeln!(out)?;
        }
        card::write(out, one, style)?;
    }
    writeln!(out, "\n{}", counts(sorted, style))
}

/// How many stand how.
fn counts(sorted: &[&Evaluation], style: &Style) -> String {
    let count = |status: Status| (sorted.iter().filter(|one| one.status == status).count(), status);
    let counts: Vec<(usize, Status)> = Status::ALL.map(count).into_iter().filter(|(count, _)| *count > 0).collect();
    style.wording().line(&Line::Counts { all: sorted.len(), counts: &counts })
}

/// Evaluations as flat columns, with names that stay; reasons are in the language of `wording`.
pub fn evaluations_sheet(evaluations: &[Evaluation], wording: &Wording) -> Sheet {
    let column = |column: EvaluationColumn| match column.kind() {
        ColumnKind::Number => Column::number(column.name(), None),
        ColumnKind::Text | ColumnKind::Day | ColumnKind::Flag => Column::text(column.name()),
    };
    let row =
        |one: &Evaluation| EvaluationColumn::SHEET.map(|column| column.value(one, &|why| wording.finding(why))).into();
    Sheet { columns: EvaluationColumn::SHEET.map(column).into(), rows: evaluations.iter().map(row).collect() }
}
