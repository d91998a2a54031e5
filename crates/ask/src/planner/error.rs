//! Why a question has no answer.

use jauge_domain::{CalendarError, Grain};
use jiff::Timestamp;

use crate::catalog::{Problem, meant};

/// The most buckets an answer has: a century of hours.
pub(crate) const MOST_BUCKETS: i64 = 1_000_000;

/// Why a question, or one of its KPIs, has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AskError {
    /// No KPI has this id.
    #[error("no KPI is called `{id}`{}", meant(nearest.as_deref()))]
    UnknownKpi {
        /// The id asked for.
        id: String,
        /// The KPI probably meant.
        nearest: Option<String>,
    },
    /// The KPI's file is wrong.
    #[error("{0}")]
    Kpi(Problem),
    /// The KPI's model does not have the dimension.
    #[error("`{kpi}` has no dimension `{dimension}`: `{model}` lacks it{}", meant(nearest.as_deref()))]
    Dimension {
        /// The KPI.
        kpi: String,
        /// The dimension asked for.
        dimension: String,
        /// The model the KPI reads.
        model: String,
        /// The dimension probably meant.
        nearest: Option<String>,
    },
    /// The condition does not fit the model.
    #[error("`--where {filter}` does not fit `{model}`, which `{kpi}` reads: {message}")]
    Filter {
        /// The KPI.
        kpi: String,
        /// The condition.
        filter: String,
        /// The model.
        model: String,
        /// What the engine says.
        message: String,
    },
    /// A civil date has no hours.
    #[error("`{kpi}` has no hours: `{column}` of `{model}` is a date; ask with `--grain day` or a longer one")]
    NoHours {
        /// The KPI.
        kpi: String,
        /// The model.
        model: String,
        /// Its time column.
        column: String,
    },
    /// The model has no time.
    #[error("`{kpi}` cannot be cut by time: `{model}` has no time column; ask with `--period all` and no grain")]
    NoTime {
        /// The KPI.
        kpi: String,
        /// The model.
        model: String,
    },
    /// The model's time column is missing or no time.
    #[error("the time column `{column}` of `{model}` is {what}; it must be a timestamp or a date")]
    Time {
        /// The model.
        model: String,
        /// The column.
        column: String,
        /// What it is instead.
        what: String,
    },
    /// The KPI does not make sense at this grain.
    #[error("`{kpi}` has no `{grain}` values; ask for {}", list(allowed))]
    Grain {
        /// The KPI.
        kpi: String,
        /// The grain asked for.
        grain: Grain,
        /// The grains it allows.
        allowed: Vec<Grain>,
    },
    /// Everything there is has nothing to be compared with.
    #[error("`--compare` needs a period with two ends; give one with `--period` or `--last`")]
    Compare,
    /// More buckets than anybody reads: most often a row with a wrong date.
    #[error("`--grain {grain}` cuts {from} to {to} into more than {MOST_BUCKETS} buckets; ask for a shorter period")]
    Buckets {
        /// The grain.
        grain: Grain,
        /// The start of the period.
        from: Timestamp,
        /// Its end.
        to: Timestamp,
    },
    /// A sum is larger than its decimal type holds.
    #[error("`{kpi}` is too large for its type; cast its argument to a smaller scale")]
    Overflow {
        /// The KPI.
        kpi: String,
    },
    /// A period or grain is wrong.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The engine stopped.
    #[error("`{kpi}` failed: {message}")]
    Run {
        /// The KPIs that were computed together.
        kpi: String,
        /// What the engine says.
        message: String,
    },
}

fn list(grains: &[Grain]) -> String {
    grains.iter().map(|grain| format!("`{grain}`")).collect::<Vec<_>>().join(", ")
}
