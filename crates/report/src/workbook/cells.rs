//! Cells with their types and formats.

use jauge_domain::{Decimal, Grain, Language, Unit, Value};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};

use crate::number::minor_units;
use crate::style::Style;
use crate::wording::{Label, WorkbookWord};

/// More digits than a spreadsheet keeps of a number: from here on digits are a text.
const MOST_EXACT: u128 = 1_000_000_000_000_000;
/// A change, a share of what was before.
const CHANGE: &str = "+0.0%;-0.0%;0.0%";
/// Seconds of a day, which is what spreadsheets count in.
const DAY: f64 = 86_400.0;

/// A table of cells with their headings, and what there is to say beside it.
pub(super) struct Tabular {
    pub(super) name: String,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) notes: Vec<String>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Flag(bool),
    /// A number, and how it is shown.
    Number(f64, String),
    /// A moment on the workspace's clock, and how it is shown.
    Moment(DateTime, &'static str),
}

/// A word of a workbook.
pub(super) fn word(word: WorkbookWord, style: &Style) -> String {
    style.wording().label(Label::Workbook(word))
}

/// `value` counted in `unit`, an amount in `currency`.
pub(super) fn of_value(value: &Value, unit: Option<Unit>, currency: Option<&str>) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Bool(flag) => Cell::Flag(*flag),
        Value::Int(number) if unit.is_none() && u128::from(number.unsigned_abs()) >= MOST_EXACT => {
            Cell::Text(number.to_string())
        }
        Value::Decimal(number) if unit.is_none() && significant(*number) >= MOST_EXACT => {
            Cell::Text(number.to_string())
        }
        Value::Int(_) | Value::Decimal(_) | Value::Float(_) => number(value.as_f64(), unit, currency),
    }
}

/// The digits of `number` without the zeros that end its decimals: `150000.5000000000` needs seven.
fn significant(number: Decimal) -> u128 {
    let mut digits = number.digits.unsigned_abs();
    for _ in 0..number.scale {
        if !digits.is_multiple_of(10) {
            break;
        }
        digits /= 10;
    }
    digits
}

/// `value` counted in `unit`; empty where there is no number that a spreadsheet knows.
pub(super) fn number(value: Option<f64>, unit: Option<Unit>, currency: Option<&str>) -> Cell {
    let Some(value) = value.filter(|value| value.is_finite()) else { return Cell::Empty };
    match unit {
        None => Cell::Number(value, "General".to_owned()),
        Some(Unit::Ratio) => Cell::Number(value, "0.00%".to_owned()),
        Some(Unit::Money) => Cell::Number(value, money(currency)),
        Some(Unit::Count) if value.fract() == 0.0 => Cell::Number(value, "#,##0".to_owned()),
        Some(Unit::Count | Unit::Number) => Cell::Number(value, "#,##0.00".to_owned()),
        // There are no times below zero there.
        Some(Unit::Duration) if value < 0.0 => Cell::Number(value, "0.0 \"s\"".to_owned()),
        Some(Unit::Duration) => Cell::Number(value / DAY, "[h]:mm:ss".to_owned()),
    }
}

/// A share of what was before, as a change.
pub(super) fn change(value: &Value) -> Cell {
    match number(value.as_f64(), Some(Unit::Ratio), None) {
        Cell::Number(share, _) => Cell::Number(share, CHANGE.to_owned()),
        other => other,
    }
}

/// The format of amounts in `currency`: its code stands behind them.
fn money(currency: Option<&str>) -> String {
    let places = usize::from(minor_units(currency.unwrap_or_default()));
    let decimals = if places == 0 { String::new() } else { format!(".{}", "0".repeat(places)) };
    let code = currency.map(|code| code.replace('"', "")).filter(|code| !code.is_empty());
    format!("#,##0{decimals}{}", code.map(|code| format!(" \"{code}\"")).unwrap_or_default())
}

/// A day.
pub(super) fn day(date: Date, style: &Style) -> Cell {
    Cell::Moment(date.at(0, 0, 0, 0), of_grain(Grain::Day, style))
}

/// The start of a bucket of `grain`.
pub(super) fn bucket(grain: Grain, start: Timestamp, style: &Style) -> Cell {
    let start = start.to_zoned(style.calendar.time_zone().clone()).datetime();
    Cell::Moment(start, of_grain(grain, style))
}

/// How the start of a bucket is shown: as people of the language write days.
fn of_grain(grain: Grain, style: &Style) -> &'static str {
    let is_french = style.language == Language::Fr;
    match grain {
        Grain::Hour if is_french => "dd/mm/yyyy hh:mm",
        Grain::Hour => "yyyy-mm-dd hh:mm",
        Grain::Day | Grain::Week if is_french => "dd/mm/yyyy",
        Grain::Day | Grain::Week => "yyyy-mm-dd",
        Grain::Month | Grain::Quarter if is_french => "mm/yyyy",
        Grain::Month | Grain::Quarter => "yyyy-mm",
        Grain::Year => "yyyy",
    }
}
