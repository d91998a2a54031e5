//! Where what a system counted by the day meets events.

use jauge_domain::{Seam, Unit};

use super::{super::Wording, forms::counted};

pub(super) fn message(seam: &Seam, wording: &Wording) -> String {
    let Seam { system, counted: days, days_in_both, level, has_events, .. } = seam;
    let whose = match days {
        None => format!("no day is of `{system}`, because events or another system have all of its days"),
        Some((first, last)) => {
            let (first, last) = (wording.date(*first), wording.date(*last));
            format!("{}, {first} to {last}, of `{system}` (table `daily`)", counted(seam.days, "day", "days"))
        }
    };
    let beside = match level {
        Some(level) => {
            let (level, both) = (wording.amount(*level, Unit::Ratio), counted(*days_in_both, "day", "days"));
            format!("; on {both} that both have, events come to {level} of its sessions")
        }
        None if *has_events && days.is_some() => {
            "; no day is in events, too: what a change between the two owes to the system nobody can tell".to_owned()
        }
        None => String::new(),
    };
    format!("{whose}{beside}")
}

pub(super) fn other_rows(dimension: &str, system: &str, sessions: i64) -> String {
    let sessions = counted(sessions, "session", "sessions");
    format!(
        "`{dimension}` of `{system}`: {sessions} stand in `(other)`, for which its report had no row left; groups below a threshold of \
         the system stand nowhere"
    )
}
