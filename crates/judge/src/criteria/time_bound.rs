//! Time-bound: a period, a frequency and a deadline that fit one another.

use jauge_domain::{Criterion, CriterionState, Objective, TimeBoundFinding, days_between};
use jiff::civil::Date;

use super::notes::Notes;
use crate::days::Days;
use crate::frequency::{days_of, frequency};
use crate::inputs::Inputs;

/// Fewer evaluations than this leave nothing to steer by.
const FEWEST: i64 = 3;

pub(super) fn criterion(inputs: &Inputs<'_>) -> Criterion {
    let plan = &inputs.plan;
    let days = (plan.period.start(), plan.period.end());
    let late = inputs.readings.lateness_days(&plan.known.id).unwrap_or(0).max(plan.known.matures_days);
    of(plan.objective, days, plan.as_of, late)
}

/// As [`criterion`], of any objective; `late`: how many days after its end a period's values are complete.
pub(super) fn of(objective: &Objective, (from, after): Days, as_of: Date, late: i64) -> Criterion {
    let mut notes = Notes::default();
    let to = after.yesterday().unwrap_or(after);
    let days = days_between(from, after);
    let every = days_of(frequency(objective, days)) - 1;
    let count = days / every.max(1);
    notes.evidence(TimeBoundFinding::Evaluations { from, to, count, every });
    if count < FEWEST {
        notes.advise(CriterionState::Fails, TimeBoundFinding::TooFewEvaluations { count, days });
    }
    let settle = objective.settle_days.unwrap_or(late);
    if days_between(to, as_of) > settle && objective.repeat.is_none() {
        notes.advise(CriterionState::Fails, TimeBoundFinding::Expired { on: to });
    }
    if settle < late {
        notes.advise(CriterionState::Fails, TimeBoundFinding::SettlesTooEarly { late, settle });
    }
    for milestone in objective.milestones.iter().filter(|one| one.date < from || one.date > to) {
        notes.advise(CriterionState::Fails, TimeBoundFinding::MilestoneOutside { date: milestone.date });
    }
    notes.done()
}
