//! Specific: one number over something that exists, and somebody who answers for it.

use jauge_domain::{Criterion, CriterionState, SpecificFinding, Target, Unit};

use super::notes::Notes;
use super::people;
use crate::inputs::Inputs;
use jauge_domain::Additivity;

pub(super) fn criterion(inputs: &Inputs<'_>) -> Criterion {
    let mut notes = Notes::default();
    let (kpi, filter) = (inputs.plan.known.id.clone(), inputs.plan.filter.map(str::to_owned));
    match inputs.plan.extent {
        Some((first, last)) => notes.evidence(SpecificFinding::Rows { kpi, filter, first, last }),
        None => notes.advise(CriterionState::Fails, SpecificFinding::NoRows { kpi, filter }),
    }
    if let Some(target) = percent_meant(inputs) {
        notes.advise(CriterionState::Fails, SpecificFinding::PercentMeant { target });
    }
    people::answerable(inputs.plan.objective, &mut notes);
    notes.done()
}

/// The percentage that was probably meant where a ratio's target is far above 1.
fn percent_meant(inputs: &Inputs<'_>) -> Option<f64> {
    let Some(Target::Value(value)) = inputs.target else { return None };
    let share = inputs.plan.known.additivity == Additivity::Ratio { shared: true }
        || inputs.base.as_ref().is_some_and(|base| base.value <= 1.0);
    (inputs.unit() == Unit::Ratio && share && value > 1.0).then_some(value)
}
