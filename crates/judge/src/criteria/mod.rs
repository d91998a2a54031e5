//! The five criteria of S.M.A.R.T.: each holds or not, with numbers, and with what would make it hold.

mod achievable;
mod measurable;
mod notes;
mod people;
mod realistic;
mod specific;
mod time_bound;

use jauge_domain::{AssessmentFinding, CriterionState, MeasurableFinding, Message, Objective, Smart};
use jauge_forecast::Projection;

use crate::inputs::Inputs;
use crate::readings::Readings;

pub(crate) use achievable::driver_stretches;
use notes::Notes;
pub(crate) use specific::percent_meant;

/// The criteria of an objective with a KPI; `at_start` is what its first day could know of the end.
pub(crate) fn of_inputs(inputs: &Inputs<'_>, at_start: Option<&Projection>) -> Smart {
    let at_start = at_start.filter(|_| !inputs.plan.maintains());
    let p_start = at_start.zip(inputs.bound()).map(|(forecast, bound)| forecast.probability(bound));
    Smart {
        specific: specific::criterion(inputs),
        measurable: measurable::criterion(inputs),
        achievable: achievable::criterion(inputs, p_start),
        realistic: realistic::criterion(inputs, p_start),
        time_bound: time_bound::criterion(inputs),
    }
}

/// The criteria of an objective whose KPI has no data.
pub(crate) fn without_data(objective: &Objective, why: &Message) -> Smart {
    let unknown = || {
        let mut notes = Notes::default();
        notes.unknown(AssessmentFinding::KpiUnreadable { why: Box::new(why.clone()) });
        notes
    };
    let mut specific = Notes::default();
    people::answerable(objective, &mut specific);
    let mut measurable = unknown();
    measurable.advise(CriterionState::Fails, MeasurableFinding::KpiWithoutData);
    Smart {
        specific: specific.done(),
        measurable: measurable.done(),
        achievable: unknown().done(),
        realistic: unknown().done(),
        time_bound: unknown().done(),
    }
}

/// The criteria of an objective with levels, as far as they apply.
pub(crate) fn of_levels(objective: &Objective, readings: &dyn Readings) -> Smart {
    let (mut specific, mut measurable, mut achievable, mut realistic) =
        (Notes::default(), Notes::default(), Notes::default(), Notes::default());
    people::answerable(objective, &mut specific);
    measurable.evidence(MeasurableFinding::ByLevels);
    let days = readings.days(&objective.period);
    achievable::actions(objective, days, &mut achievable);
    people::agreement(objective, &mut achievable);
    realistic::relevance(objective, &mut realistic);
    Smart {
        specific: specific.done(),
        measurable: measurable.done(),
        achievable: achievable.done(),
        realistic: realistic.done(),
        time_bound: time_bound::of(objective, days, readings.as_of(), 0),
    }
}
