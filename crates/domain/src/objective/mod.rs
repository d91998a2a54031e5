//! Objectives: what is to be reached, by when, and how far one is.

mod evaluation;
mod plan;
mod smart;
mod status;

pub use evaluation::{Contribution, Evaluation, Lever, Movement, Prognosis};
pub use plan::{Action, Aim, Baseline, Budget, CheckIn, Frequency, Goal, Milestone, Objective, Repeat, Target};
pub use smart::{Letter, LetterState, Smart};
pub use status::Status;
