//! What a KPI's value is counted in.

use serde::{Deserialize, Serialize};

/// What a KPI's value is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A share: 0.024 is 2.4 %.
    Ratio,
    /// A number of things; 0 where there are none.
    Count,
    /// An amount in the workspace's currency.
    Money,
    /// Seconds.
    Duration,
    /// Any other number.
    Number,
}

impl Unit {
    /// Its name in files and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Count => "count",
            Self::Money => "money",
            Self::Duration => "duration",
            Self::Number => "number",
        }
    }
}
