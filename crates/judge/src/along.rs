//! The KPI along the period so far, for a small plot.

use crate::days::{Days, pieces};
use crate::inputs::Inputs;
use crate::plan::Plan;
use jauge_domain::days_between;

/// Values by day, by week or by 30 days, whichever gives at most some thirty.
pub(crate) fn values(inputs: &Inputs<'_>) -> Vec<Option<f64>> {
    let plan = &inputs.plan;
    let cells = inputs.readings.over(&plan.known.id, plan.filter, &stretches(plan)).unwrap_or_default();
    cells.iter().map(|cell| cell.value).collect()
}

/// The days, weeks or 30 days of the period so far.
pub(crate) fn stretches(plan: &Plan<'_>) -> Vec<Days> {
    let (from, after) = plan.so_far();
    let length = match days_between(from, after) {
        ..=31 => 1,
        32..=220 => 7,
        _ => 30,
    };
    pieces((from, after), length).collect()
}
