//! What is asked: KPIs, a period, and how to cut them.

use jiff::civil::Date;

use crate::calendar::{Grain, Lookback, Period};

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
    pub lookback: Option<Lookback>,
    /// A second period to set beside the first.
    pub compare: Option<Compare>,
    /// What days of the two periods are held against each other; `None`: what [`Compare`] says by itself.
    pub align: Option<Alignment>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compare {
    /// The period of equal length just before.
    Previous,
    /// The same period a year earlier: of days, weeks and periods under 28 days the same weekdays, 364 days before; of others the
    /// same dates.
    Year,
    /// The days from one on.
    Days {
        /// The first.
        from: Date,
        /// The last; `None`: as many as the period has.
        to: Option<Date>,
    },
    /// The last time that a feast of the period took place before: the one of this id, or the only one there is.
    Feast(Option<String>),
}

/// What days of two periods are held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Those of the same weekday.
    Weekday,
    /// Those of the same date, or in the same place.
    Date,
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
