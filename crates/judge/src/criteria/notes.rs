//! A criterion while it is being examined.

use jauge_domain::{Criterion, CriterionState, Finding};

/// What was found so far.
#[derive(Default)]
pub(super) struct Notes {
    state: CriterionState,
    evidence: Vec<Finding>,
    advice: Vec<Finding>,
}

impl Notes {
    /// A number behind the criterion.
    pub(super) fn evidence(&mut self, finding: impl Into<Finding>) {
        self.evidence.push(finding.into());
    }

    /// The criterion is in `state` at best, and what would make it better.
    pub(super) fn advise(&mut self, state: CriterionState, finding: impl Into<Finding>) {
        self.state = self.state.max(state);
        self.advice.push(finding.into());
    }

    /// Too little is known to say, unless something fails.
    pub(super) fn unknown(&mut self, finding: impl Into<Finding>) {
        self.state = self.state.max(CriterionState::Unknown);
        self.evidence.push(finding.into());
    }

    /// What was found.
    pub(super) fn done(self) -> Criterion {
        Criterion { state: self.state, evidence: self.evidence, advice: self.advice }
    }
}
