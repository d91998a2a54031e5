//! Objectives to stay: which of the period's days or weeks lie inside.

use jauge_domain::{Frequency, Status};
use jiff::ToSpan;

use crate::case::Case;
use crate::readings::Days;
use crate::words;

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
pub(crate) fn read(case: &Case<'_>) -> Option<Maintained> {
    let values = case.readings.over(&case.known.id, case.filter, &buckets(case)).ok()?;
    let values: Vec<f64> =
        values.iter().filter_map(|cell| cell.value.filter(|_| cell.n > 0.0 || case.is_counted())).collect();
    let inside = values.iter().filter(|value| case.meets(**value)).count();
    Some(Maintained { inside, all: values.len() })
}

fn buckets(case: &Case<'_>) -> Vec<Days> {
    let daily = words::frequency(case.objective, case.period.days()) == Frequency::Daily || case.period.days() <= 31;
    let length = if daily { 1 } else { 7 };
    let (from, after) = case.so_far();
    let starts = (0..).map(|nth: i64| from + (nth * length).days());
    starts.map(|start| (start, start + length.days())).take_while(|(_, end)| *end <= after).collect()
}
