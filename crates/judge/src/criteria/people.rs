//! Who answers for an objective, who agreed to it, and whether it says what it is.

use jauge_domain::{AchievableFinding, CriterionState, Objective, SpecificFinding};

use super::notes::Notes;

/// Who answers for it, and what it is in a sentence.
pub(super) fn answerable(objective: &Objective, notes: &mut Notes) {
    if objective.owner.is_none() {
        notes.advise(CriterionState::Advice, SpecificFinding::NoOwner);
    }
    if objective.statement.is_none() {
        notes.advise(CriterionState::Advice, SpecificFinding::NoStatement);
    }
}

/// Who is behind it.
pub(super) fn agreement(objective: &Objective, notes: &mut Notes) {
    match objective.accepted_by.as_slice() {
        [] => notes.advise(CriterionState::Advice, AchievableFinding::NobodyAgreed),
        people => notes.evidence(AchievableFinding::AgreedBy { people: people.to_vec() }),
    }
}
