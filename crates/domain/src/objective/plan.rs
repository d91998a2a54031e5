//! An objective as its file states it.

use jiff::civil::Date;

use crate::calendar::Period;
use crate::position::Position;

/// One objective as its file states it; what is missing there is missing here.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// Unique in a workspace.
    pub id: String,
    /// What is to be reached, in a sentence.
    pub statement: Option<String>,
    /// What is measured, and what it must come to.
    pub goal: Goal,
    /// When.
    pub period: Period,
    /// The same for the next period, and the one after it.
    pub repeat: Option<Repeat>,
    /// How often it is looked at.
    pub frequency: Option<Frequency>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Who agreed.
    pub accepted_by: Vec<String>,
    /// The strategy it is in step with.
    pub serves: Option<String>,
    /// What will be done.
    pub actions: Vec<Action>,
    /// What it may cost.
    pub budget: Option<Budget>,
    /// Why a target is kept that history calls unrealistic.
    pub kept_because: Option<String>,
    /// Where it should stand on the way.
    pub milestones: Vec<Milestone>,
    /// Days after the end until it is final.
    pub settle_days: Option<i64>,
    /// Fewer than this many (of the denominator, or rows) say nothing.
    pub min_sample: Option<u64>,
    /// How much it counts among others; 1 where not given.
    pub weight: f64,
    /// The file it stands in, relative to the workspace.
    pub file: String,
    /// Where in the file.
    pub at: Position,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// A KPI comes to a target.
    Kpi {
        /// Its id, as written: may be a short one.
        kpi: String,
        /// A SQL condition on the model's columns.
        filter: Option<String>,
        /// What it must come to.
        target: Target,
        /// Which way; the KPI's own where not given.
        aim: Option<Aim>,
        /// What it starts from; else the same period a year earlier, else the one before.
        baseline: Option<Baseline>,
    },
    /// A level is reached: something that no KPI counts.
    Levels {
        /// From the first to the one aimed at.
        levels: Vec<String>,
        /// What was reached when.
        check_ins: Vec<CheckIn>,
    },
}

/// What a KPI must come to. Ratios are shares: 2.4 % is 0.024.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// This value.
    Value(f64),
    /// The baseline and this share of it more (or less): +10 % is 0.1.
    Relative(f64),
    /// The baseline and so much: +0.5 pt is 0.005.
    Points(f64),
    /// From the first to the second, both included.
    Between(f64, f64),
}

/// Which way a KPI is meant to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The period's value is at least the target.
    Increase,
    /// The period's value is at most the target.
    Decrease,
    /// Each day (or week, …) stays at or above it.
    MaintainAbove,
    /// Each stays at or below it.
    MaintainBelow,
    /// Each stays between two values.
    MaintainBetween,
}

impl Aim {
    /// Its name in files and JSON: `increase`, `maintain_above`, …
    pub fn name(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::MaintainAbove => "maintain_above",
            Self::MaintainBelow => "maintain_below",
            Self::MaintainBetween => "maintain_between",
        }
    }

    /// True where each day counts, and the value so far is the share of days inside.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::MaintainAbove | Self::MaintainBelow | Self::MaintainBetween)
    }
}

/// What an objective starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Baseline {
    /// The KPI in this period.
    Period(Period),
    /// A value from elsewhere.
    Value(f64),
}

/// Something that will be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What.
    pub what: String,
    /// By when.
    pub due: Option<Date>,
    /// The KPI it is to move; `lever` in the file.
    pub driver: Option<String>,
    /// By whom.
    pub owner: Option<String>,
    /// When it was.
    pub done: Option<Date>,
}

/// What may be spent, against the table `spend`.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    /// In the workspace's currency.
    pub amount: f64,
    /// A SQL condition on the columns of `spend`.
    pub filter: Option<String>,
}

/// Where an objective should stand on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Milestone {
    /// At the end of this day.
    pub date: Date,
    /// In the KPI's unit.
    pub value: f64,
}

/// What was reached of a qualitative objective.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckIn {
    /// On this day.
    pub date: Date,
    /// One of the levels.
    pub level: String,
    /// What there is to say.
    pub note: Option<String>,
}

/// How often an objective is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every quarter.
    Quarterly,
}

/// How an objective comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every quarter.
    Quarterly,
    /// Every year.
    Yearly,
}
