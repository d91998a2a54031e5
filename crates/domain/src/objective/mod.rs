//! Objectives: what is to be reached, by when, and how far one is.

mod columns;
mod criteria;
mod evaluation;
mod finding;
mod plan;
mod record;
mod status;

pub use columns::{ColumnKind, EvaluationColumn};
pub use criteria::{Criterion, CriterionName, CriterionState, Smart};
pub use evaluation::{Contribution, Driver, Evaluation, Forecast, Movement, NextAction, Statement};
pub use finding::{
    AchievableFinding, AssessmentFinding, BaselineOrigin, Finding, ForecastRefusal, MeasurableFinding,
    RealisticFinding, SpecificFinding, TimeBoundFinding,
};
pub use plan::{Action, Aim, Baseline, Budget, CheckIn, Frequency, Goal, Milestone, Objective, Repeat, Target};
pub use record::{CalibrationClass, ForecastScore, TrackRecord};
pub use status::{Status, StatusFacts, TestOutcome, Tone};
