//! Answers questions: all KPIs over one model in one aggregate over one scan.
//!
//! Each KPI is taken apart once into aggregates and an expression over them ([`check`] says what is wrong with one); a
//! question's KPIs are grouped by what they read and planned together ([`explain`] shows how); derived KPIs are computed
//! over the answers of the others.

mod answers;
mod ask;
mod back;
mod bucket;
mod columns;
mod coverage;
mod currency;
mod daily;
mod derived;
mod entity;
mod error;
mod explain;
mod grid;
mod grouping;
mod guard;
mod lint;
mod measure;
mod parts;
mod plan;
mod prepare;
mod rows;
mod run;
mod shape;
mod sql;
mod table;
#[cfg(test)]
mod tests;
mod time;
mod window;

pub use ask::{Answered, ask, check, model, reach};
pub use coverage::Coverage;
pub use daily::{ByValue, Daily, DayCell, Scoped, Shape};
pub use error::AskError;
pub use explain::{Explained, explain};
pub use sql::sql;
pub use table::answers_to_batch;
pub(crate) use window::asked_span;
