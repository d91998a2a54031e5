//! What is read of a rollup.

use jauge_domain::Value;

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
}

/// A KPI by the values of one dimension over two stretches of days.
pub type ByValue = Vec<(Option<String>, [DayCell; 2])>;

impl DayCell {
    pub(super) fn of(cell: Cell, rows: Option<f64>) -> Self {
        let n = cell.denominator.as_f64().or(rows).unwrap_or(cell.rows as f64);
        Self { value: cell.value, numerator: cell.numerator, denominator: cell.denominator, n }
    }
}
