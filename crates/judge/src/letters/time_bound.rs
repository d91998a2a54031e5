//! Time-bound: a period, a frequency and a deadline that fit one another.

use jauge_domain::{Letter, LetterState, Objective};
use jiff::civil::Date;

use super::Notes;
use crate::case::{Case, between};
use crate::readings::Days;
use crate::say::Say;
use crate::words;

/// Fewer evaluations than this leave nothing to steer by.
const FEWEST: i64 = 3;

pub(super) fn letter(case: &Case<'_>, say: &Say) -> Letter {
    let days = (case.period.start(), case.period.end());
    let late = case.readings.lateness_days(&case.known.id).unwrap_or(0).max(case.known.matures_days);
    of(case.objective, days, case.as_of, late, say)
}

/// As [`letter`], of any objective; `late`: how many days after its end a period's values are complete.
pub(super) fn of(objective: &Objective, (start, after): Days, as_of: Date, late: i64, say: &Say) -> Letter {
    let mut notes = Notes::default();
    let last = after.yesterday().unwrap_or(after);
    let length = between(start, after);
    let every = words::days_of(words::frequency(objective, length)) - 1;
    let count = length / every.max(1);
    notes.evidence(say.pick(
        format!("{} to {}: {count} evaluations, one every {every} days", say.date(start), say.date(last)),
        format!("du {} au {} : {count} évaluations, une tous les {every} jours", say.date(start), say.date(last)),
    ));
    if count < FEWEST {
        notes.note(
            LetterState::Fails,
            say.pick(
                format!("{count} evaluations in {length} days leave nothing to steer by: look more often, or lengthen the period"),
                format!("{count} évaluations en {length} jours ne permettent pas de corriger : regarder plus souvent, ou allonger la période"),
            ),
        );
    }
    let settle = objective.settle_days.unwrap_or(late);
    if between(last, as_of) > settle && objective.repeat.is_none() {
        notes.note(
            LetterState::Fails,
            say.pick(
                format!("it expired on {}: give it a new period, or repeat it: repeat = \"…\"", say.date(last)),
                format!(
                    "il a expiré le {} : lui donner une nouvelle période, ou le répéter : repeat = \"…\"",
                    say.date(last)
                ),
            ),
        );
    }
    if settle < late {
        notes.note(
            LetterState::Fails,
            say.pick(
                format!("values are complete {late} days after the end, and it is final after {settle}: settle = \"{late}d\""),
                format!("les valeurs sont complètes {late} jours après la fin, et il est clos après {settle} : settle = \"{late}d\""),
            ),
        );
    }
    for milestone in objective.milestones.iter().filter(|one| one.date < start || one.date > last) {
        notes.note(
            LetterState::Fails,
            say.pick(
                format!("the milestone of {} lies outside of the period", say.date(milestone.date)),
                format!("le jalon du {} est hors de la période", say.date(milestone.date)),
            ),
        );
    }
    notes.done()
}
