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

/// A baseline times this is no target that anybody sets.
const FAR: f64 = 20.0;

/// The percentage that was probably meant where a ratio's target cannot be: of counts that share rows above 1, else far above a
/// baseline that is a share.
pub(crate) fn percent_meant(inputs: &Inputs<'_>) -> Option<f64> {
    let value = match inputs.plan.written {
        Target::Value(value) | Target::Between(_, value) => value,
        // Whoever writes by how much it should change means no percentage of the whole.
        Target::Relative(_) | Target::Points(_) => return None,
    };
    let base = inputs.base.as_ref().map(|base| base.value);
    let is_share = inputs.plan.known.additivity == Additivity::Ratio { shared: true };
    let is_far = is_share || base.is_some_and(|base| base <= 1.0 && value > FAR * base);
    (inputs.unit() == Unit::Ratio && is_far && value > 1.0).then_some(value)
}
