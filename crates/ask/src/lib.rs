//! What can be asked, and how it is answered: the catalog of KPIs and models, the planner, funnels, and KPIs by day.

pub mod catalog;
pub mod functions;
pub mod funnel;
mod planner;

pub use planner::{
    Answered, AskError, ByValue, Coverage, Daily, DayCell, Explained, Scoped, Shape, answers_to_batch, ask, check,
    explain, model, reach, sql,
};
