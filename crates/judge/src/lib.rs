//! Objectives judged: from readings of KPIs to a status, a pace, a forecast and five letters.
//!
//! No Arrow, no SQL and no I/O: what there is to know of a KPI comes through [`Readings`]. Files of objectives are read here, too.
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
mod case;
mod file;
mod judge;
mod letters;
mod levels;
mod maintain;
mod moved;
mod occurrence;
mod possible;
mod readings;
mod say;
mod settings;
#[cfg(test)]
mod tests;
mod words;

pub use file::{ObjectiveError, parse as parse_objectives, schema as objectives_schema};
pub use judge::judge;
pub use occurrence::{occurrence, usual_frequency};
pub use possible::{Possible, possible};
pub use readings::{ByDimension, Days, Known, Reading, Readings, Shape, Unreadable};
pub use settings::Settings;
