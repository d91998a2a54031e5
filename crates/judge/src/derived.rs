//! What is derived of an objective where its file is silent: sample sizes, the statement, the next action.

use jauge_domain::{Goal, NextAction, Objective, Statement};
use jauge_forecast::sample_size;
use jiff::civil::Date;

use crate::inputs::Inputs;
use crate::readings::Additivity;

/// A smaller sample gets no verdict: the one that the objective asks for, else a tenth of what shows the effect it aims at.
pub(crate) fn least_sample(inputs: &Inputs<'_>) -> Option<f64> {
    if let Some(least) = inputs.plan.objective.min_sample {
        return Some(least as f64);
    }
    full_sample(inputs).map(|least| (least / 10.0).clamp(30.0, 1000.0))
}

/// How many it takes to see a change from the baseline to the target.
pub(crate) fn full_sample(inputs: &Inputs<'_>) -> Option<f64> {
    if inputs.plan.known.additivity != (Additivity::Ratio { shared: true }) {
        return None;
    }
    sample_size(inputs.base.as_ref()?.value, inputs.target_value()?).map(|trials| trials as f64)
}

/// The objective's own statement, or the parts of one.
pub(crate) fn statement(inputs: &Inputs<'_>) -> Statement {
    let objective = inputs.plan.objective;
    match (&objective.statement, &objective.goal) {
        (Some(own), _) => Statement::Written(own.clone()),
        (None, Goal::Kpi { target, .. }) => Statement::Kpi {
            title: inputs.plan.known.title.clone(),
            filter: inputs.plan.filter.map(str::to_owned),
            target: inputs.target.unwrap_or(*target),
            unit: inputs.unit(),
            aim: inputs.plan.aim,
            period: objective.period,
        },
        (None, Goal::Levels { .. }) => Statement::Written(String::new()),
    }
}

/// The next thing to do, and by when.
pub(crate) fn next_action(objective: &Objective, as_of: Date) -> Option<NextAction> {
    let open = objective.actions.iter().filter(|action| action.done.is_none_or(|done| done > as_of));
    let action = open.min_by_key(|action| action.due.unwrap_or(Date::MAX))?;
    Some(NextAction {
        what: action.what.clone(),
        due: action.due,
        is_overdue: action.due.is_some_and(|due| due < as_of),
        owner: action.owner.clone().or_else(|| objective.owner.clone()),
    })
}
