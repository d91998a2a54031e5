//! What was found of an objective: codes with typed arguments. `crates/report/src/wording` has the sentences.

mod achievable;
mod assessment;
mod measurable;
mod realistic;
mod specific;
mod time_bound;

use serde::Serialize;

pub use achievable::AchievableFinding;
pub use assessment::{AssessmentFinding, ForecastRefusal};
pub use measurable::{BaselineOrigin, MeasurableFinding};
pub use realistic::RealisticFinding;
pub use specific::SpecificFinding;
pub use time_bound::TimeBoundFinding;

/// One thing that was found: evidence, advice, or the reason of a status. No two topics share a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Finding {
    /// About one number over something that exists.
    Specific(SpecificFinding),
    /// About the baseline, the sample and the noise.
    Measurable(MeasurableFinding),
    /// About what was ever reached, and what will be done.
    Achievable(AchievableFinding),
    /// About the chances, the budget and the strategy.
    Realistic(RealisticFinding),
    /// About the period, the frequency and the deadline.
    TimeBound(TimeBoundFinding),
    /// About the reason of a status.
    Assessment(AssessmentFinding),
}

impl From<SpecificFinding> for Finding {
    fn from(finding: SpecificFinding) -> Self {
        Self::Specific(finding)
    }
}

impl From<MeasurableFinding> for Finding {
    fn from(finding: MeasurableFinding) -> Self {
        Self::Measurable(finding)
    }
}

impl From<AchievableFinding> for Finding {
    fn from(finding: AchievableFinding) -> Self {
        Self::Achievable(finding)
    }
}

impl From<RealisticFinding> for Finding {
    fn from(finding: RealisticFinding) -> Self {
        Self::Realistic(finding)
    }
}

impl From<TimeBoundFinding> for Finding {
    fn from(finding: TimeBoundFinding) -> Self {
        Self::TimeBound(finding)
    }
}

impl From<AssessmentFinding> for Finding {
    fn from(finding: AssessmentFinding) -> Self {
        Self::Assessment(finding)
    }
}
