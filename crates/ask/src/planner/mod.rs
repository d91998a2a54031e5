//! Answers questions: all KPIs over one model in one aggregate over one scan.
//!
//! Each KPI is taken apart once into aggregates and an expression over them ([`check`] says what is wrong with one); a
//! question's KPIs are grouped by what they read and planned together ([`explain`] shows how); derived KPIs are computed
//! over the answers of the others.

mod answered;
mod answers;
mod ask;
pub(crate) mod bucket;
mod columns;
mod comparison_notes;
mod counterparts;
pub(crate) mod coverage;
pub(crate) mod currency;
mod derived;
mod entity;
mod error;
mod explain;
pub(crate) mod grid;
mod grouping;
pub(crate) mod guard;
mod lint;
mod lookback;
pub(crate) mod measure;
mod of_daily;
mod of_orders;
mod other_period;
pub(crate) mod parts;
mod plan;
pub(crate) mod prepare;
pub(crate) mod prepared;
mod reach;
mod reason;
mod row_kind;
pub(crate) mod rows;
mod run;
mod several;
mod shape;
mod sql;
pub(crate) mod stretches;
mod table;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod time;
mod window;

pub use answered::Answered;
pub use ask::{Lineage, ask, basis, check, lineage, model, reach, unmet};
pub use coverage::Coverage;
pub use error::AskError;
pub use explain::{Explained, explain};
pub use of_daily::seams;
pub use sql::sql;
pub use table::answers_to_batch;
pub(crate) use window::asked_span;
