//! What is said of changes taken apart, and of what a KPI would take.

use jiff::civil::Date;
use serde::Serialize;

use super::Message;
use crate::unit::Unit;

/// Why a KPI cannot be taken apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum TreeMessage {
    /// Its file says of no factors.
    NoTree {
        /// The KPI.
        kpi: String,
        /// Those that have a tree.
        known: Vec<String>,
    },
    /// A name means several KPIs, where one is asked about.
    SeveralKpis {
        /// The name.
        name: String,
        /// The KPIs it means.
        kpis: Vec<String>,
    },
    /// A term of its tree has too many factors.
    TooManyFactors {
        /// The KPI.
        kpi: String,
        /// So many may be.
        most: usize,
    },
    /// There are no two values.
    NothingCompared {
        /// The KPI.
        kpi: String,
        /// Why it has no value in the period, where it has none.
        why: Option<Box<Message>>,
    },
    /// Its groups do not add up to it.
    NotASum {
        /// The KPI.
        kpi: String,
    },
    /// It has no value in the period.
    NothingKnown {
        /// The KPI.
        kpi: String,
    },
    /// The target is a range.
    NotOneValue,
}

/// What there is to say beside the numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum TreeNote {
    /// How contributions are reckoned, and that they sum to the change.
    Method,
    /// The change is no more than chance gives.
    WithinUsual,
    /// Contributions to what the factors do not explain.
    Unexplained,
    /// What a driver alone would have to become.
    Needed {
        /// The driver's title.
        title: String,
        /// What it is counted in.
        unit: Unit,
        /// Its value now.
        now: f64,
        /// The value it would need.
        needed: f64,
        /// The best it was, and the first and the last day of when.
        best: Option<(f64, (Date, Date))>,
        /// Whether it was ever as far.
        was_ever: Option<bool>,
    },
    /// A driver alone cannot do it.
    Impossible {
        /// The driver's title.
        title: String,
        /// What it is counted in.
        unit: Unit,
        /// Its value now.
        now: f64,
        /// What it would have to become, where that is a number.
        needed: Option<f64>,
    },
    /// What more results would cost.
    Cost {
        /// So many more.
        results: f64,
        /// What they are counted in.
        unit: Unit,
        /// What one cost, least and most.
        each: (f64, f64),
        /// What all would cost, least and most.
        total: (f64, f64),
    },
    /// Whether an objective's budget covers it.
    Budget {
        /// The objective.
        objective: String,
        /// Its amount.
        amount: f64,
        /// Whether it covers the least, and the most.
        fits: [bool; 2],
    },
    /// No past period as long is covered by data.
    NoPast,
}

impl From<TreeMessage> for Message {
    fn from(message: TreeMessage) -> Self {
        Self::Tree(message)
    }
}

impl From<TreeNote> for Message {
    fn from(note: TreeNote) -> Self {
        Self::TreeNote(note)
    }
}
