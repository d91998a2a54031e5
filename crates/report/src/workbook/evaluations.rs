//! Evaluations, cell by cell.

use jauge_domain::{Aim, Evaluation, Target, Unit};

use super::cells::{Cell, Tabular, day, number, word};
use crate::evaluations::{by_urgency, evaluation_sentences};
use crate::style::Style;
use crate::wording::{Label, PageText, PageWord, WorkbookWord};

/// A row an objective, those that need somebody first.
pub(super) fn tabular(evaluations: &[Evaluation], style: &Style) -> Tabular {
    let sorted = by_urgency(evaluations);
    Tabular {
        name: word(WorkbookWord::Objectives, style),
        headings: headings(style),
        rows: sorted.iter().map(|one| row(one, style)).collect(),
        notes: sorted.iter().flat_map(|one| notes(one, style)).collect(),
    }
}

fn headings(style: &Style) -> Vec<String> {
    let (label, named) = (|label| style.wording().label(label), |named| word(named, style));
    let page = |word| style.wording().page(&PageText::Word(word));
    vec![
        label(Label::Objective),
        label(Label::Status),
        label(Label::SoFar),
        label(Label::Target),
        named(WorkbookWord::TargetUpTo),
        page(PageWord::Baseline),
        label(Label::Progress),
        named(WorkbookWord::Expected),
        label(Label::Forecast),
        named(WorkbookWord::ForecastLow),
        named(WorkbookWord::ForecastHigh),
        label(Label::Likely),
        named(WorkbookWord::FirstDay),
        named(WorkbookWord::LastDay),
        named(WorkbookWord::AsOf),
        label(Label::Owner),
        page(PageWord::NextAction),
        page(PageWord::Why),
    ]
}

/// The cells under [`headings`].
fn row(one: &Evaluation, style: &Style) -> Vec<Cell> {
    let wording = style.wording();
    let counted = |value: Option<f64>| number(value, Some(one.unit), style.currency.as_deref());
    let share = |share: Option<f64>| number(share, Some(Unit::Ratio), None);
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    // Of what is kept, it is the share of the time inside.
    let is_kept = one.aim.is_some_and(Aim::is_kept);
    let forecast = one.forecast.as_ref();
    let (target, up_to) = target(one.target);
    vec![
        Cell::Text(wording.statement(&one.statement)),
        Cell::Text(wording.status(one.status)),
        if is_kept { share(one.actual) } else { counted(one.actual) },
        counted(target),
        counted(up_to),
        counted(one.baseline),
        share(one.progress),
        counted(one.expected),
        counted(forecast.map(|forecast| forecast.value)),
        counted(forecast.map(|forecast| forecast.low)),
        counted(forecast.map(|forecast| forecast.high)),
        share(forecast.map(|forecast| forecast.p_hit)),
        day(one.period.0, style),
        day(one.period.1, style),
        day(one.as_of, style),
        text(one.owner.clone()),
        text(one.next_action.as_ref().map(|action| wording.next_action(action))),
        text(one.why.as_ref().map(|why| wording.finding(why))),
    ]
}

/// The target, and the upper end of a range. What is relative to a baseline that is not there has no value.
fn target(target: Option<Target>) -> (Option<f64>, Option<f64>) {
    match target {
        Some(Target::Value(value)) => (Some(value), None),
        Some(Target::Between(low, high)) => (Some(low), Some(high)),
        Some(Target::Relative(_) | Target::Points(_)) | None => (None, None),
    }
}

/// What there is to say of `one`, and what would help it to be S.M.A.R.T., each after what it is about.
fn notes(one: &Evaluation, style: &Style) -> Vec<String> {
    let wording = style.wording();
    let advice = one.smart.criteria().into_iter().flat_map(|(_, criterion)| &criterion.advice);
    let advice = advice.map(|advice| wording.finding(advice));
    let statement = wording.statement(&one.statement);
    let said = evaluation_sentences(one, style).into_iter().chain(advice);
    said.map(|said| format!("{statement}: {said}")).collect()
}
