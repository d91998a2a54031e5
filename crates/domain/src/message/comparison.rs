//! What the reader of a comparison should know: which days are compared with which.

use jiff::civil::Date;
use serde::Serialize;

use crate::text::Localized;

/// What a comparison is of, where that is not what a reader takes it for. Days are the first and the last, both included.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ComparisonNote {
    /// The same weekdays of a year before are compared, not the same dates.
    Weekdays {
        /// The days of the period.
        now: (Date, Date),
        /// Those compared with.
        then: (Date, Date),
    },
    /// The last time of a feast is compared.
    LastTime {
        /// The feast.
        feast: Localized,
        /// The days of the period.
        now: (Date, Date),
        /// Those compared with.
        then: (Date, Date),
    },
    /// A feast took place in one of two years' periods, and not in the other.
    OneSided {
        /// The feasts.
        feasts: Vec<Localized>,
        /// True where that is the period asked about.
        now: bool,
    },
    /// The period, or its last bucket, is under way: its completed days are compared with as many.
    UpTo {
        /// The KPIs it is so for; empty: all of them.
        kpis: Vec<String>,
        /// The completed days.
        now: (Date, Date),
        /// Those compared with.
        then: (Date, Date),
    },
    /// No day of the period is completed yet.
    NothingYet {
        /// The KPIs it is so for; empty: all of them.
        kpis: Vec<String>,
    },
    /// The periods have not as many days.
    Lengths {
        /// The days of the one.
        now: (Date, Date),
        /// How many.
        days: i64,
        /// The days of the other.
        then: (Date, Date),
        /// How many.
        other_days: i64,
    },
    /// The data begin within the days compared with.
    Begun {
        /// The KPIs it is so for; empty: all of them.
        kpis: Vec<String>,
        /// The first day there is.
        began: Date,
    },
    /// The data begin after all that is compared with.
    NothingBefore {
        /// The KPIs it is so for; empty: all of them.
        kpis: Vec<String>,
        /// The first day there is.
        began: Date,
    },
}
