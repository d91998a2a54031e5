//! Specific: one number over something that exists, and somebody who answers for it.

use jiff::civil::Date;
use serde::Serialize;

/// What was found of how specific an objective is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SpecificFinding {
    /// There are rows.
    Rows {
        /// The KPI's id.
        kpi: String,
        /// The objective's condition.
        filter: Option<String>,
        /// The first day with rows.
        first: Date,
        /// The last day with rows.
        last: Date,
    },
    /// No row passes the condition.
    NoRows {
        /// The KPI's id.
        kpi: String,
        /// The objective's condition.
        filter: Option<String>,
    },
    /// A ratio is asked to be far above 1: a percentage was probably meant.
    PercentMeant {
        /// The target as written.
        target: f64,
    },
    /// Nobody answers for it.
    NoOwner,
    /// It has no sentence of its own.
    NoStatement,
}
