//! The KPI along the period so far, for a small plot.

use jiff::ToSpan;

use crate::case::{Case, between};
use crate::readings::Days;

/// Values by day, by week or by 30 days, whichever gives at most some thirty.
pub(crate) fn values(case: &Case<'_>) -> Vec<Option<f64>> {
    let (from, after) = case.so_far();
    let length = match between(from, after) {
        ..=31 => 1,
        32..=220 => 7,
        _ => 30,
    };
    let starts = (0..).map(|nth: i64| from + (nth * length).days());
    let stretches: Vec<Days> =
        starts.take_while(|start| *start < after).map(|start| (start, (start + length.days()).min(after))).collect();
    let cells = case.readings.over(&case.known.id, case.filter, &stretches).unwrap_or_default();
    cells.iter().map(|cell| cell.value).collect()
}
