//! Answers, cell by cell.

use jauge_domain::{Answer, Grain, Noise, Value};
use jiff::Timestamp;

use super::cells::{Cell, Tabular, bucket, change, day, of_value, word};
use crate::label::whole_days;
use crate::pivot::{Pivot, compared, feasts, notes, partly_compared};
use crate::style::Style;
use crate::wording::{Label, WorkbookWord};

/// A row a bucket and group with a column a KPI, or, without buckets and groups, a row a KPI.
pub(super) fn tabular(answers: &[Answer], style: &Style) -> Tabular {
    let is_cut = style.grain.is_some() || answers.iter().any(|answer| !answer.by.is_empty());
    let (headings, rows) = if is_cut { side_by_side(answers, style) } else { one_by_one(answers, style) };
    Tabular { name: word(WorkbookWord::Answers, style), headings, rows, notes: notes(answers, is_cut, style) }
}

/// Headings, and rows of cells.
type Columns = (Vec<String>, Vec<Vec<Cell>>);

fn one_by_one(answers: &[Answer], style: &Style) -> Columns {
    let (label, named) = (|label| style.wording().label(label), |named| word(named, style));
    let (is_compared, is_partly) = (compared(answers), partly_compared(answers));
    let mut headings = vec![label(Label::Kpi), named(WorkbookWord::FirstDay), named(WorkbookWord::LastDay)];
    headings.push(label(Label::Value));
    headings.extend(is_partly.then(|| label(Label::ComparedPart)));
    if is_compared {
        headings.extend([Label::Before, Label::Change, Label::Usual].map(label));
    }
    headings.push(named(WorkbookWord::Complete));
    let row = |answer: &Answer| {
        let mut cells = vec![Cell::Text(style.title(&answer.kpi).to_owned())];
        cells.extend(days(answer, style));
        cells.push(value(&answer.value, answer));
        let part = answer.compared.as_ref().map_or(&Value::Null, |part| &part.value);
        cells.extend(is_partly.then(|| value(part, answer)));
        if is_compared {
            cells.extend([value(&answer.compare, answer), change(&answer.change), is_usual(answer)]);
        }
        cells.push(Cell::Flag(answer.complete));
        cells
    };
    (headings, answers.iter().map(row).collect())
}

/// Whether the change is within the usual ups and downs, where that is known.
fn is_usual(answer: &Answer) -> Cell {
    answer.noise.as_ref().and_then(Noise::is_within).map_or(Cell::Empty, Cell::Flag)
}

/// The first and the last day that an answer is about; of what is not of whole days, the hours.
fn days(answer: &Answer, style: &Style) -> [Cell; 2] {
    let Some((start, end)) = answer.start.zip(answer.end) else { return [Cell::Empty, Cell::Empty] };
    match whole_days(start, end, style) {
        Some((first, last)) => [day(first, style), day(last, style)],
        None => [start, end].map(|at| bucket(Grain::Hour, at, style)),
    }
}

/// `value`, counted as that of `answer` is.
fn value(value: &Value, answer: &Answer) -> Cell {
    of_value(value, Some(answer.unit), answer.currency.as_deref())
}

fn side_by_side(answers: &[Answer], style: &Style) -> Columns {
    let pivot = Pivot::new(answers, style);
    let (label, named) = (|label| style.wording().label(label), |named| word(named, style));
    let is_any_cut = answers.iter().any(|answer| answer.cut);
    let mut headings: Vec<String> = style.grain.map(|grain| label(Label::Bucket(grain))).into_iter().collect();
    headings.extend(pivot.dimensions.iter().map(|name| (*name).to_owned()));
    for (kpi, _) in &pivot.kpis {
        headings.push(style.title(kpi).to_owned());
        if pivot.compared {
            headings.push(format!("{} ({})", label(Label::Change), style.title(kpi)));
        }
    }
    headings.push(named(WorkbookWord::Complete));
    headings.extend(is_any_cut.then(|| named(WorkbookWord::Cut)));
    headings.extend(pivot.has_feasts.then(|| label(Label::Feasts)));
    let row = |row: &Vec<Option<&Answer>>| {
        let mut cells = group(row, &pivot, style);
        cells.push(Cell::Flag(row.iter().flatten().all(|answer| answer.complete)));
        cells.extend(is_any_cut.then(|| Cell::Flag(row.iter().flatten().any(|answer| answer.cut))));
        let any = row.iter().flatten().next();
        cells.extend(pivot.has_feasts.then(|| Cell::Text(any.map_or_else(String::new, |any| feasts(any, style)))));
        cells
    };
    (headings, pivot.rows.iter().map(row).collect())
}

/// The bucket, the group, and a value for each KPI.
fn group(row: &[Option<&Answer>], pivot: &Pivot<'_>, style: &Style) -> Vec<Cell> {
    let any = row.iter().flatten().next();
    let start = any.and_then(|any| any.start);
    let mut cells: Vec<Cell> = style.grain.map(|grain| at(grain, start, style)).into_iter().collect();
    for (nth, dimension) in pivot.dimensions.iter().enumerate() {
        let found = any.and_then(|any| any.by.iter().find(|(name, _)| name == dimension));
        let is_total = nth == 0 && any.is_some_and(|any| any.total);
        let total = || Cell::Text(style.wording().label(Label::Total));
        cells.push(if is_total {
            total()
        } else {
            of_value(found.map_or(&Value::Null, |(_, value)| value), None, None)
        });
    }
    for nth in 0..pivot.kpis.len() {
        let answer = row.get(nth).copied().flatten();
        cells.push(answer.map_or(Cell::Empty, |answer| value(&answer.value, answer)));
        if pivot.compared {
            cells.push(answer.map_or(Cell::Empty, |answer| change(&answer.change)));
        }
    }
    cells
}

fn at(grain: Grain, start: Option<Timestamp>, style: &Style) -> Cell {
    start.map_or(Cell::Empty, |start| bucket(grain, start, style))
}
