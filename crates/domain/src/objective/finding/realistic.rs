//! Realistic: beside what history and the budget say, and in step with a strategy.

use serde::Serialize;

/// What was found of how realistic an objective is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RealisticFinding {
    /// Too few past periods to compare with.
    TooFewPeriods {
        /// How many there are.
        count: usize,
    },
    /// How many past periods met the target.
    PastPeriods {
        /// How many met it.
        met: usize,
        /// Of how many.
        of: usize,
    },
    /// The growth that is asked for, beside the growth of the past.
    Growth {
        /// Of the baseline to the target, a share.
        asked: f64,
        /// The most from one period to the next, a share.
        most: f64,
    },
    /// Hardly likely as seen from its start.
    Unlikely {
        /// The probability, 0 to 1.
        p: f64,
    },
    /// Hardly likely, and kept for a reason.
    UnlikelyButKept {
        /// The probability, 0 to 1.
        p: f64,
        /// The reason, as written.
        because: String,
    },
    /// A budget, and no past spend beside it.
    BudgetAlone {
        /// The budget.
        amount: f64,
    },
    /// A budget, and what the last period spent.
    BudgetBesideSpend {
        /// The budget.
        amount: f64,
        /// What was spent.
        spent: f64,
    },
    /// What the target costs at the last period's price.
    CostOfTarget {
        /// The KPI's title; `None` where it is an amount itself.
        title: Option<String>,
        /// What one of it cost.
        each: f64,
        /// What the target would cost.
        needed: f64,
        /// The budget.
        amount: f64,
    },
    /// The strategy it is in step with.
    Serves {
        /// As written.
        strategy: String,
    },
    /// It names no strategy.
    ServesNothing,
}
