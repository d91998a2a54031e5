//! How an objective stands on a day, with all that was found.

use jiff::civil::Date;

use super::criteria::Smart;
use super::finding::{Finding, SpecificFinding};
use super::plan::{Aim, Target};
use super::status::Status;
use crate::calendar::Period;
use crate::unit::Unit;

/// How an objective stands. All values are in the KPI's unit: shares, amounts, counts, seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The objective's id.
    pub objective: String,
    /// Its statement, or what makes one.
    pub statement: Statement,
    /// The KPI; `None` for a qualitative objective.
    pub kpi: Option<String>,
    /// The KPI's title in the workspace's language, or the id.
    pub title: String,
    /// What the values are counted in.
    pub unit: Unit,
    /// Which way; `None` for a qualitative objective.
    pub aim: Option<Aim>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How much it counts among others.
    pub weight: f64,
    /// In a word.
    pub status: Status,
    /// Why, where the status needs a reason: what is missing, since when there are no data.
    pub why: Option<Finding>,
    /// The value so far; of `maintain_*` the share of the period's days (or weeks) inside.
    pub actual: Option<f64>,
    /// The value aimed at; of a range, [`Target::Between`]; relative targets are worked out.
    pub target: Option<Target>,
    /// What it started from, over as long a period as the objective's.
    pub baseline: Option<f64>,
    /// How far it is: of sums actual / target, of the rest (actual − baseline) / (target − baseline).
    pub progress: Option<f64>,
    /// Where it should stand by now.
    pub expected: Option<f64>,
    /// What the rest of the period must be like: a day, or the ratio of what remains.
    pub required: Option<f64>,
    /// What it will probably be.
    pub forecast: Option<Forecast>,
    /// What moved it against the baseline.
    pub moved: Vec<Movement>,
    /// The driver that costs most against the baseline, and the others.
    pub drivers: Vec<Driver>,
    /// The five criteria.
    pub smart: Smart,
    /// The next action that is open.
    pub next_action: Option<NextAction>,
    /// What was spent of the budget, and the budget.
    pub budget: Option<(f64, f64)>,
    /// Values along the period by day, week or month, for a small plot; `None` where there is no value.
    pub along: Vec<Option<f64>>,
    /// The last day that counts.
    pub as_of: Date,
    /// The last day up to which all sources are complete.
    pub complete_to: Option<Date>,
    /// The period's first and last day.
    pub period: (Date, Date),
    /// The period as written, or that of the repetition: `2026-Q2`.
    pub period_name: String,
    /// True once nothing can change any more.
    pub is_final: bool,
}

impl Evaluation {
    /// What each result has cost so far, of what is counted: spent / actual. `None` without a budget, and before the first result.
    pub fn cost_per_result(&self) -> Option<f64> {
        let counted = self.actual.filter(|actual| self.unit == Unit::Count && *actual > 0.0)?;
        self.budget.map(|(spent, _)| spent / counted)
    }

    /// The exit code it asks for: 2 where the target as written cannot be meant, else its status's.
    pub fn exit_code(&self) -> u8 {
        let is_asked = matches!(self.why, Some(Finding::Specific(SpecificFinding::PercentMeant { .. })));
        if is_asked { 2 } else { self.status.exit_code() }
    }
}

/// What an objective will probably come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// As likely more as less.
    pub value: f64,
    /// With this and [`Self::high`] an interval that holds the value in 80 of 100 cases.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
    /// The probability that the target is met, 0 to 1.
    pub p_hit: f64,
    /// How it was forecast: `share_curve`, `seasonal_naive`, …
    pub method: String,
    /// The weighted absolute error of the same forecast in the past, a share; `None` where nothing could be tested.
    pub backtest: Option<f64>,
}

/// What one dimension's values added to the change against the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// The dimension.
    pub dimension: String,
    /// By value of the dimension, the largest first; they sum to the whole change.
    pub contributions: Vec<Contribution>,
}

/// What one value of a dimension added to the change.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The dimension's value; `None`: the rest, or rows without one.
    pub value: Option<String>,
    /// In the KPI's unit.
    pub change: f64,
}

/// A KPI that moves the objective's, against its own baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Its id.
    pub kpi: String,
    /// Its title in the workspace's language.
    pub title: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Its value so far.
    pub actual: f64,
    /// Its value in the baseline's period.
    pub baseline: f64,
}

/// What an objective is, in a sentence: its own, or the parts of one that is made.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// As the file has it, or a title that stands for it.
    Written(String),
    /// Made of an objective with a KPI.
    Kpi {
        /// The KPI's title.
        title: String,
        /// The objective's condition.
        filter: Option<String>,
        /// The target, worked out where it can be.
        target: Target,
        /// What it is counted in.
        unit: Unit,
        /// Which way.
        aim: Aim,
        /// When.
        period: Period,
    },
    /// Made of an objective with levels.
    Levels {
        /// The objective's id.
        objective: String,
        /// The level aimed at.
        level: String,
        /// When.
        period: Period,
    },
}

/// An action that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct NextAction {
    /// What will be done.
    pub what: String,
    /// By when.
    pub due: Option<Date>,
    /// True where that day has passed.
    pub is_overdue: bool,
    /// By whom.
    pub owner: Option<String>,
}
