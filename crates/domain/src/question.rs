//! What is asked: KPIs, a period, and how to cut them.

use crate::calendar::{Grain, LookBack, Period};

/// A question to one or more KPIs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// KPI ids, exact, in the order to answer in.
    pub kpis: Vec<String>,
    /// The time asked about.
    pub when: When,
    /// One row a bucket of this grain; `None`: one row for the whole period.
    pub grain: Option<Grain>,
    /// Dimensions to group by.
    pub by: Vec<String>,
    /// A SQL condition on the model's columns.
    pub filter: Option<String>,
    /// What each bucket looks at instead of its own span; a KPI with a window of its own has that.
    pub look_back: Option<LookBack>,
    /// A second period to set beside the first.
    pub compare: Option<Compare>,
    /// Keep the groups with the largest first KPI over the whole period; the others are left out.
    pub top: Option<usize>,
    /// Order of the groups.
    pub sort: Sort,
    /// Add one row a bucket over all groups, computed, not summed.
    pub total: bool,
}

/// The time asked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum When {
    /// Everything there is.
    All,
    /// A named period or an inclusive range of days.
    Period(Period),
    /// The last N complete units, up to today's start in the workspace's zone.
    Last(i64, Grain),
    /// The last 28 complete days.
    #[default]
    Usual,
}

/// What the period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// The period of equal length just before.
    Previous,
    /// The same period a year earlier.
    Year,
}

/// Order of the groups in an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By the dimensions' values.
    #[default]
    Dimension,
    /// By the first KPI's value, largest first.
    ValueDescending,
    /// By the first KPI's value, smallest first.
    ValueAscending,
}
