//! Objectives judged: from readings of KPIs to a status, a pace, a forecast and five criteria.
//!
//! No Arrow, no SQL, no I/O and no sentences: [`needs()`] lists the values that an objective is judged by, [`Readings`] holds
//! them, [`judge()`] answers findings. Files of objectives are read here, too.
//!
//! ```
//! let text = r#"
//! [[objective]]
//! id = "more-orders"
//! kpi = "ecommerce.orders"
//! target = "+10%"
//! period = "2026-Q2"
//! "#;
//! let (objectives, errors) = jauge_judge::parse_objectives("objectives/shop.toml", text);
//! assert!(errors.is_empty());
//! assert_eq!(objectives[0].id, "more-orders");
//! ```

mod along;
mod assessment;
mod blank;
mod criteria;
mod days;
mod derived;
mod file;
mod frequency;
mod inputs;
mod judge;
mod levels;
mod maintain;
mod moved;
mod needs;
mod occurrence;
mod plan;
mod possible;
mod readings;
mod record;
mod refusal;
#[cfg(test)]
mod tests;
mod thresholds;
mod tree;

pub use days::Days;
pub use file::{ObjectiveError, parse as parse_objectives, parse_target, schema as objectives_schema};
pub use jauge_domain::Additivity;
pub use jauge_forecast::{Broke, broke};
pub use jauge_forecast::{ChangedDays, CountedDay, Made, UsualChange, stand_out, usual_change};
pub use judge::judge;
pub use needs::{Need, needs};
pub use occurrence::{occurrence, usual_frequency};
pub use possible::{Possible, possible};
pub use readings::{Background, ByDimension, Known, Reading, Readings, Unreadable};
pub use record::{PastEvaluation, track_record};
pub use thresholds::Thresholds;
pub use tree::{apportion, factor_changes, needed_alone, term_value};
