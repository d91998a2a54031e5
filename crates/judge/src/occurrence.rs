//! Which period of an objective is meant on a day.

use jauge_domain::{Calendar, Frequency, Objective, Period, days_between};
use jiff::civil::Date;

use crate::frequency::frequency;

/// Repetitions that are tried at most, so that the search ends.
const MOST: usize = 10_000;

/// The period of `objective` that holds `today`: of one that repeats a later one, else its own.
pub fn occurrence(objective: &Objective, today: Date, calendar: &Calendar) -> Period {
    let mut period = objective.period;
    if objective.repeat.is_none() {
        return period;
    }
    for _ in 0..MOST {
        let (_, after) = calendar.dates(&period);
        match period.next() {
            Some(next) if after <= today => period = next,
            _ => break,
        }
    }
    period
}

/// How often `objective` is looked at: what it says, else by the length of its period.
pub fn usual_frequency(objective: &Objective, calendar: &Calendar) -> Frequency {
    let (start, after) = calendar.dates(&objective.period);
    frequency(objective, days_between(start, after))
}
