//! The five criteria of objectives, with their evidence and advice.

use std::io::{self, Write};

use jauge_domain::{Criterion, CriterionName, CriterionState, Evaluation, Finding, Smart, Statement, Tone, Value};
use serde_json::json;

use super::json;
use super::words::colored;
use crate::grid::{self, Grid};
use crate::harmless::one_line;
use crate::sheet::{Align, Column, Sheet};
use crate::sheets::write_sheet;
use crate::style::{Format, Style};
use crate::wording::{Label, Wording};

/// An objective and its criteria.
#[derive(Clone, Copy, Debug)]
pub struct CriteriaOf<'a> {
    /// The objective's id.
    pub objective: &'a str,
    /// What it is, in a sentence.
    pub statement: &'a Statement,
    /// What was found.
    pub smart: &'a Smart,
}

impl<'a> From<&'a Evaluation> for CriteriaOf<'a> {
    fn from(one: &'a Evaluation) -> Self {
        Self { objective: &one.objective, statement: &one.statement, smart: &one.smart }
    }
}

/// Writes the criteria of objectives.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_criteria(out: &mut dyn Write, objectives: &[CriteriaOf<'_>], style: &Style) -> io::Result<()> {
    match style.format {
        Format::Json | Format::Ndjson => {
            let english = style.english();
            let object = |one: &CriteriaOf<'_>| {
                json!({
                    "objective": one.objective, "statement": english.statement(one.statement),
                    "smart": json::smart(one.smart, &english),
                })
            };
            json::objects(out, objectives.iter().map(object), style.format)
        }
        Format::Csv => write_sheet(out, &criteria_sheet(objectives, &style.wording()), style),
        Format::Md | Format::List => grid::write(out, &table(objectives, style), style),
        Format::Table => {
            for (nth, one) in objectives.iter().enumerate() {
                if nth > 0 {
                    writeln!(out)?;
                }
                let statement = style.wording().statement(one.statement);
                let shown = if statement.is_empty() { String::new() } else { format!("  {statement}") };
                writeln!(out, "{}", one_line(&format!("{}{shown}", one.objective)))?;
                for (name, criterion) in one.smart.criteria() {
                    card(out, name, criterion, style)?;
                }
            }
            Ok(())
        }
    }
}

fn card(out: &mut dyn Write, name: CriterionName, criterion: &Criterion, style: &Style) -> io::Result<()> {
    let wording = style.wording();
    let (sign, tone) = sign(criterion.state);
    let state = colored(&format!("{sign} {}", wording.label(Label::State(criterion.state))), tone, style);
    writeln!(out, "  {}  {:<14} {state}", initial(name), wording.label(Label::Criterion(name)))?;
    for evidence in &criterion.evidence {
        writeln!(out, "       · {}", one_line(&wording.finding(evidence)))?;
    }
    for advice in &criterion.advice {
        writeln!(out, "       → {}", one_line(&wording.finding(advice)))?;
    }
    Ok(())
}

/// One row a criterion, with names that stay; what was found is in the language of `wording`.
pub fn criteria_sheet(objectives: &[CriteriaOf<'_>], wording: &Wording) -> Sheet {
    let row = |one: &CriteriaOf<'_>, name: CriterionName, criterion: &Criterion| {
        let cells = [one.objective.to_owned(), name.name().to_owned(), criterion.state.name().to_owned()];
        let found = [joined(&criterion.evidence, wording), joined(&criterion.advice, wording)];
        cells.into_iter().chain(found).map(Value::Text).collect()
    };
    let rows =
        objectives.iter().flat_map(|one| one.smart.criteria().map(|(name, criterion)| row(one, name, criterion)));
    let names = ["objective", "letter", "state", "evidence", "advice"];
    Sheet { columns: names.map(Column::text).into(), rows: rows.collect() }
}

/// One row a criterion, in the reader's words.
fn table(objectives: &[CriteriaOf<'_>], style: &Style) -> Grid {
    let wording = style.wording();
    let headings =
        [Label::CriteriaObjective, Label::CriterionHeading, Label::StateHeading, Label::Evidence, Label::Advice];
    let row = |one: &CriteriaOf<'_>, name: CriterionName, criterion: &Criterion| {
        vec![
            one.objective.to_owned(),
            wording.label(Label::Criterion(name)),
            wording.label(Label::State(criterion.state)),
            joined(&criterion.evidence, &wording),
            joined(&criterion.advice, &wording),
        ]
    };
    let rows =
        objectives.iter().flat_map(|one| one.smart.criteria().map(|(name, criterion)| row(one, name, criterion)));
    Grid {
        columns: headings.map(|label| (wording.label(label), Align::Left)).into(),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

fn joined(findings: &[Finding], wording: &Wording) -> String {
    wording.joined(&findings.iter().map(|finding| wording.finding(finding)).collect::<Vec<_>>())
}

/// The letter of S.M.A.R.T., the same in every language.
pub(super) fn initial(name: CriterionName) -> char {
    match name {
        CriterionName::Specific => 'S',
        CriterionName::Measurable => 'M',
        CriterionName::Achievable => 'A',
        CriterionName::Realistic => 'R',
        CriterionName::TimeBound => 'T',
    }
}

/// The sign of a state, and its colour.
pub(super) fn sign(state: CriterionState) -> (char, Tone) {
    match state {
        CriterionState::Ok => ('✓', Tone::Good),
        CriterionState::Advice => ('▲', Tone::Warning),
        CriterionState::Unknown => ('?', Tone::Neutral),
        CriterionState::Fails => ('✗', Tone::Bad),
    }
}
