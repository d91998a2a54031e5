//! Judges objectives: their files, what the data say of them, baselines frozen, and the table of evaluations.

mod baseline;
mod choose;
mod error;
mod evaluate;
mod files;
mod filled;
mod record;

pub use choose::{Chosen, choose};
pub use error::JudgeError;
pub(crate) use evaluate::judge_and_keep;
pub use evaluate::{JudgeRequest, Judged, check, evaluate, history, rebase};
pub use files::{Objectives, read_objectives};
pub(crate) use filled::SPEND;
pub use record::record_of;
