//! Objectives to stay: which of the period's days or weeks lie inside.

use jauge_domain::{Frequency, Status, days_between};

use crate::days::{Days, pieces};
use crate::frequency::frequency;
use crate::inputs::Inputs;
use crate::plan::Plan;

/// How many of the days or weeks that have a value lie inside.
pub(crate) struct Maintained {
    inside: usize,
    all: usize,
}

impl Maintained {
    /// The share inside; `None` where none has a value.
    pub(crate) fn share(&self) -> Option<f64> {
        (self.all > 0).then(|| self.inside as f64 / self.all as f64)
    }

    /// All inside is on track; a share outside that is tolerated is a risk.
    pub(crate) fn status(&self, tolerance: f64) -> Status {
        match self.share() {
            Some(share) if share >= 1.0 => Status::OnTrack,
            Some(share) if share >= 1.0 - tolerance => Status::AtRisk,
            Some(_) => Status::OffTrack,
            None => Status::InsufficientData,
        }
    }
}

/// Reads each complete day of the period so far, or each week where it is looked at less often than daily and is long.
pub(crate) fn read(inputs: &Inputs<'_>) -> Option<Maintained> {
    let plan = &inputs.plan;
    let values = inputs.readings.over(&plan.known.id, plan.filter, &stretches(plan)).ok()?;
    let values: Vec<f64> =
        values.iter().filter_map(|cell| cell.value.filter(|_| cell.n > 0.0 || inputs.is_counted())).collect();
    let inside = values.iter().filter(|value| inputs.meets(**value)).count();
    Some(Maintained { inside, all: values.len() })
}

/// The complete days or weeks of the period so far.
pub(crate) fn stretches(plan: &Plan<'_>) -> Vec<Days> {
    let length = plan.period.days();
    let daily = length <= 31 || frequency(plan.objective, length) == Frequency::Daily;
    let size = if daily { 1 } else { 7 };
    pieces(plan.so_far(), size).filter(|(from, after)| days_between(*from, *after) == size).collect()
}
