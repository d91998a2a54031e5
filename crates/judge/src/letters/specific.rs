//! Specific: one number over something that exists, and somebody who answers for it.

use jauge_domain::{Letter, LetterState, Objective, Target, Unit};

use super::Notes;
use crate::case::Case;
use crate::say::Say;

pub(super) fn letter(case: &Case<'_>, say: &Say) -> Letter {
    let mut notes = Notes::default();
    let scope = case.filter.map(|filter| format!(" ({filter})")).unwrap_or_default();
    match case.extent {
        Some((first, last)) => notes.evidence(say.pick(
            format!("{}{scope}: rows from {} to {}", case.known.id, say.date(first), say.date(last)),
            format!("{}{scope} : des lignes du {} au {}", case.known.id, say.date(first), say.date(last)),
        )),
        None => notes.note(
            LetterState::Fails,
            say.pick(
                format!("no row passes{scope}: check its values with `jauge ask {} --by …`", case.known.id),
                format!(
                    "aucune ligne ne passe{scope} : vérifier ses valeurs avec `jauge ask {} --by …`",
                    case.known.id
                ),
            ),
        ),
    }
    if let Some(meant) = percent_meant(case) {
        notes.note(
            LetterState::Fails,
            say.pick(
                format!("a target of {} for a ratio: did you mean \"{meant}%\"?", say.number(meant, 4)),
                format!("une cible de {} pour un ratio : vouliez-vous dire « {meant} % » ?", say.number(meant, 4)),
            ),
        );
    }
    people(case.objective, &mut notes, say);
    notes.done()
}

/// Who answers for it, and what it is in a sentence.
pub(super) fn people(objective: &Objective, notes: &mut Notes, say: &Say) {
    if objective.owner.is_none() {
        let advice = say.pick("name who answers for it: owner = \"…\"", "dire qui en répond : owner = \"…\"");
        notes.note(LetterState::Advice, advice);
    }
    if objective.statement.is_none() {
        let advice = say.pick("say it in a sentence: statement = \"…\"", "le dire en une phrase : statement = \"…\"");
        notes.note(LetterState::Advice, advice);
    }
}

/// The percentage that was probably meant where a ratio's target is far above 1.
fn percent_meant(case: &Case<'_>) -> Option<f64> {
    let Some(Target::Value(value)) = case.target else { return None };
    let share = matches!(case.known.shape, crate::readings::Shape::Ratio { shared: true })
        || case.base.as_ref().is_some_and(|base| base.value <= 1.0);
    (case.unit() == Unit::Ratio && share && value > 1.0).then_some(value)
}
