//! What every evaluation has, before anything is known of its KPI.

use jauge_domain::{Evaluation, Goal, Objective, Smart, Statement, Status, Unit};

use crate::derived::next_action;
use crate::needs::spent_so_far;
use crate::readings::Readings;

/// An evaluation of `objective` with a status and nothing else.
pub(crate) fn blank(objective: &Objective, readings: &dyn Readings, status: Status) -> Evaluation {
    let (start, after) = readings.days(&objective.period);
    let kpi = match &objective.goal {
        Goal::Kpi { kpi, .. } => Some(kpi.clone()),
        Goal::Levels { .. } => None,
    };
    let budget = objective.budget.as_ref().and_then(|budget| {
        let spent = readings.spent(budget.filter.as_deref(), spent_so_far(objective, readings))?;
        Some((spent, budget.amount))
    });
    Evaluation {
        objective: objective.id.clone(),
        statement: Statement::Written(objective.statement.clone().unwrap_or_default()),
        title: kpi.clone().unwrap_or_else(|| objective.id.clone()),
        kpi,
        unit: Unit::Number,
        aim: None,
        owner: objective.owner.clone(),
        weight: objective.weight,
        status,
        why: None,
        actual: None,
        target: None,
        baseline: None,
        progress: None,
        expected: None,
        required: None,
        forecast: None,
        moved: Vec::new(),
        drivers: Vec::new(),
        smart: Smart::default(),
        next_action: next_action(objective, readings.as_of()),
        budget,
        along: Vec::new(),
        as_of: readings.as_of(),
        complete_to: None,
        period: (start, after.yesterday().unwrap_or(after)),
        period_name: objective.period.to_string(),
        is_final: false,
    }
}
