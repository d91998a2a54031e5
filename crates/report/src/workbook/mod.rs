//! Workbooks for Excel and its kin: numbers are numbers with their unit's format, dates are dates, the header row stays in sight, and what
//! there is to say beside the numbers is a sheet of its own.

mod answers;
mod cells;
mod evaluations;
mod write;

use std::io;

use jauge_domain::{Answer, Evaluation, Value};
use jiff::civil::Date;

use crate::sheet::{Column, Sheet};
use crate::style::Style;
use crate::wording::{Label, WorkbookWord};

use self::cells::{Cell, Tabular, day, of_value};

/// The answers to one question as a workbook: a row a bucket and group with a column a KPI, or, without buckets and groups, a row a KPI.
///
/// # Errors
/// `FileTooLarge`: more rows or columns than a workbook has.
pub fn answers_workbook(answers: &[Answer], style: &Style) -> io::Result<Vec<u8>> {
    write::bytes(&answers::tabular(answers, style), style)
}

/// Evaluations as a workbook: a row an objective, and beside it what there is to say of each, in sentences.
///
/// # Errors
/// As [`answers_workbook`].
pub fn evaluations_workbook(evaluations: &[Evaluation], style: &Style) -> io::Result<Vec<u8>> {
    write::bytes(&evaluations::tabular(evaluations, style), style)
}

/// A sheet as a workbook. A column of texts that are all days becomes one of dates.
///
/// # Errors
/// As [`answers_workbook`].
pub fn sheet_workbook(sheet: &Sheet, style: &Style) -> io::Result<Vec<u8>> {
    write::bytes(&of_sheet(sheet, style), style)
}

fn of_sheet(sheet: &Sheet, style: &Style) -> Tabular {
    let of_days: Vec<bool> = (0..sheet.columns.len()).map(|at| is_of_days(&sheet.rows, at)).collect();
    let cell = |(at, value): (usize, &Value), column: &Column| match value {
        Value::Text(text) if of_days[at] => text.parse().map_or(Cell::Empty, |date| day(date, style)),
        value => of_value(value, column.unit, style.currency.as_deref()),
    };
    let row =
        |row: &Vec<Value>| row.iter().enumerate().zip(&sheet.columns).map(|(at, column)| cell(at, column)).collect();
    Tabular {
        name: style.wording().label(Label::Workbook(WorkbookWord::Answers)),
        headings: sheet.columns.iter().map(|column| column.shown(style)).collect(),
        rows: sheet.rows.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// True where every value that a column has is a day.
fn is_of_days(rows: &[Vec<Value>], at: usize) -> bool {
    let mut values = rows.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_null()).peekable();
    let is_day = |value: &Value| matches!(value, Value::Text(text) if text.len() == 10 && text.parse::<Date>().is_ok());
    values.peek().is_some() && values.all(is_day)
}

#[cfg(test)]
mod tests;
