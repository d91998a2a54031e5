//! How often an objective is looked at.

use jauge_domain::{Frequency, Objective};

/// How often an objective is looked at: what it says, else by the length of its period.
pub(crate) fn frequency(objective: &Objective, days: i64) -> Frequency {
    objective.frequency.unwrap_or(match days {
        ..=14 => Frequency::Daily,
        15..=100 => Frequency::Weekly,
        _ => Frequency::Monthly,
    })
}

/// The days after which an evaluation is due, with one to spare.
pub(crate) fn days_of(frequency: Frequency) -> i64 {
    match frequency {
        Frequency::Daily => 2,
        Frequency::Weekly => 8,
        Frequency::Monthly => 32,
        Frequency::Quarterly => 93,
    }
}
