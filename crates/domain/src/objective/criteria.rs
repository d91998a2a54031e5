//! The five criteria of S.M.A.R.T., each with its evidence.

use super::finding::Finding;

/// What was found of one criterion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criterion {
    /// Whether it holds.
    pub state: CriterionState,
    /// The numbers behind it.
    pub evidence: Vec<Finding>,
    /// What would make it hold, or hold better.
    pub advice: Vec<Finding>,
}

/// Whether a criterion holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CriterionState {
    /// It holds.
    #[default]
    Ok,
    /// It holds, and could hold better.
    Advice,
    /// There is too little history to say.
    Unknown,
    /// It does not hold.
    Fails,
}

/// The name of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CriterionName {
    /// One number, over something that exists.
    Specific,
    /// From a baseline, beyond the noise.
    Measurable,
    /// Within what was ever reached, with actions, agreed to.
    Achievable,
    /// Beside what history and the budget say; relevant to a strategy.
    Realistic,
    /// A period, a frequency, a deadline that fit one another.
    TimeBound,
}

/// The five criteria.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Smart {
    /// See [`CriterionName::Specific`].
    pub specific: Criterion,
    /// See [`CriterionName::Measurable`].
    pub measurable: Criterion,
    /// See [`CriterionName::Achievable`].
    pub achievable: Criterion,
    /// See [`CriterionName::Realistic`].
    pub realistic: Criterion,
    /// See [`CriterionName::TimeBound`].
    pub time_bound: Criterion,
}

impl CriterionState {
    /// Its name in JSON: `ok`, `advice`, `unknown`, `fails`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Advice => "advice",
            Self::Unknown => "unknown",
            Self::Fails => "fails",
        }
    }
}

impl CriterionName {
    /// Its name in JSON: `specific`, …, `time_bound`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Specific => "specific",
            Self::Measurable => "measurable",
            Self::Achievable => "achievable",
            Self::Realistic => "realistic",
            Self::TimeBound => "time_bound",
        }
    }
}

impl Smart {
    /// The criteria by name, in order.
    pub fn criteria(&self) -> [(CriterionName, &Criterion); 5] {
        [
            (CriterionName::Specific, &self.specific),
            (CriterionName::Measurable, &self.measurable),
            (CriterionName::Achievable, &self.achievable),
            (CriterionName::Realistic, &self.realistic),
            (CriterionName::TimeBound, &self.time_bound),
        ]
    }
}
