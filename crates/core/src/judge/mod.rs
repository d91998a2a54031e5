//! Judges objectives: their files, what the data say of them, and the table of evaluations.

mod evaluate;
mod evaluations;
mod files;
mod filled;

pub use evaluate::{Judged, evaluate, history};
pub(crate) use evaluations::spec as evaluations_spec;
pub use evaluations::{EVALUATIONS, record};
pub use files::{Objectives, read_objectives};
