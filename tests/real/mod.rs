//! Real data with known totals; skipped, saying so, where it is not there.

mod engines;
mod ga4;
mod logs;
pub mod retail;
mod shoppers;
