//! Real data with known totals; skipped, saying so, where it is not there.

mod engines;
mod exports;
pub mod ga4;
mod logs;
mod oracle;
pub mod retail;
mod shoppers;
