//! What is read of a rollup.

use jauge_domain::{Calendar, NoValue, Unit, Value};

use crate::planner::currency::Currencies;
use crate::planner::rows::Cell;

/// A KPI and a condition on its model's columns.
pub type Scoped = (String, Option<String>);

/// A KPI over some days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayCell {
    /// Its value.
    pub value: Value,
    /// What is divided.
    pub numerator: Value,
    /// What it is divided by.
    pub denominator: Value,
    /// The denominator, or the rows behind it.
    pub n: f64,
    /// The rows behind it; of a KPI computed from others the most that one of them has.
    rows: f64,
    /// True where it is computed from other KPIs.
    is_derived: bool,
    currencies: Currencies,
}

/// A KPI by the values of one dimension over two stretches of days.
pub type ByValue = Vec<(Option<String>, [DayCell; 2])>;

impl DayCell {
    pub(super) fn of(cell: Cell, rows: Option<f64>) -> Self {
        let n = sample(&cell, rows);
        let is_derived = rows.is_some();
        let rows = rows.unwrap_or(cell.rows as f64);
        let Cell { value, numerator, denominator, currencies, .. } = cell;
        Self { value, numerator, denominator, n, rows, is_derived, currencies }
    }

    /// Why it has no value; `None` where it has one.
    pub fn why_none(&self) -> Option<NoValue> {
        self.value.is_null().then(|| match self.denominator.as_f64() {
            _ if self.rows == 0.0 => NoValue::NoRows,
            // A mean of nothing has nothing above the line, either: the rows have no values.
            Some(0.0) if self.is_derived || !self.numerator.is_null() => NoValue::ZeroDenominator,
            _ if self.is_derived => NoValue::NoValueBelow,
            _ => NoValue::NoValueInRows,
        })
    }

    /// Why a KPI counted in `unit` has no value that can be held against one in `own`, the workspace's currency; `None` where nothing
    /// is in the way.
    pub fn why_not_in(&self, own: Option<&str>, unit: Unit, calendar: &Calendar) -> Option<NoValue> {
        if self.currencies.are_several() {
            return Some(self.currencies.why_none(calendar));
        }
        let (own, currency) = (own?, self.currencies.one()?);
        let unrated = self.currencies.unrated(calendar);
        let other = NoValue::OtherCurrency { currency: currency.to_owned(), own: own.to_owned(), unrated };
        (unit == Unit::Money && currency != own).then_some(other)
    }
}

/// The denominator, or the rows behind a cell, its own or `rows`.
pub(super) fn sample(cell: &Cell, rows: Option<f64>) -> f64 {
    cell.denominator.as_f64().or(rows).unwrap_or(cell.rows as f64)
}
