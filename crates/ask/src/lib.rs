//! What can be asked, and how it is answered: the catalog of KPIs and models, the planner, funnels, and the rollup by day.

pub mod catalog;
pub mod functions;
pub mod funnel;
pub mod orders;
mod planner;
mod rollup;

pub use planner::{
    Answered, AskError, Coverage, Explained, Lineage, answers_to_batch, ask, basis, check, explain, lineage, model,
    reach, seams, sql, unmet,
};
pub use rollup::{ByValue, DayCell, Rollup, Scoped, of_days};
