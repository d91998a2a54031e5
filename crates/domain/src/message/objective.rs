//! What there is to say of objectives beside their findings: what cannot be judged, and what commands do with them.

use jiff::civil::Date;
use serde::Serialize;

use super::{Message, ReadFault, objective_file::ObjectiveFault};
use crate::position::Position;

/// About objectives.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ObjectiveMessage {
    /// Something is wrong in a file.
    InFile {
        /// The file, relative to the workspace.
        file: String,
        /// Where in the file.
        at: Position,
        /// What is wrong.
        fault: ObjectiveFault,
    },
    /// The period has no days in the workspace's calendar.
    PeriodWithoutDays {
        /// The period.
        period: String,
    },
    /// The objective has no goal that can be read.
    NoGoal {
        /// The objective's id.
        objective: String,
    },
    /// History is asked for of an objective with levels.
    LevelsHaveNoHistory,
    /// No KPI has this name.
    UnknownKpi {
        /// The name.
        name: String,
    },
    /// A name means several KPIs.
    SeveralKpis {
        /// The name.
        name: String,
        /// The KPIs it means.
        kpis: Vec<String>,
    },
    /// A stretch of days that was not read up front.
    NotRead {
        /// The KPI.
        kpi: String,
    },
    /// No objective has this name.
    UnknownObjective {
        /// The name.
        name: String,
        /// The objective probably meant.
        near: Option<String>,
    },
    /// A folder or file of objectives cannot be read.
    Unreadable {
        /// Its path.
        path: String,
        /// Why.
        reason: ReadFault,
    },
    /// What was judged could not be kept.
    NotKept {
        /// Why.
        why: Box<Message>,
    },
    /// There are no objectives.
    NoneYet,
    /// No objective is due.
    NoneDue,
    /// Many objectives were judged.
    Judged {
        /// How many.
        count: usize,
        /// The models that were scanned, one for each scan.
        scans: Vec<String>,
    },
    /// No forecast can be held against what came yet.
    NoRecord,
    /// How forecasts turned out.
    Record {
        /// How many forecasts.
        forecasts: usize,
        /// Of how many periods.
        periods: usize,
        /// Their Brier score.
        brier: f64,
        /// That of the pace rule.
        pace_brier: f64,
    },
    /// Forecasts are left out: the target was another one then.
    Retargeted {
        /// How many.
        forecasts: usize,
    },
    /// A baseline is not the frozen one.
    BaselineMoved {
        /// The objective's id.
        objective: String,
        /// How.
        change: BaselineChange,
    },
    /// An objective has no baseline that could be frozen.
    NoBaselineToFreeze {
        /// The objective's id.
        objective: String,
    },
    /// A baseline was frozen anew.
    Rebased {
        /// The objective's id.
        objective: String,
        /// The baseline before.
        was: Option<f64>,
        /// The baseline now.
        now: f64,
    },
    /// A new baseline needs a reason.
    RebaseWithoutReason,
    /// A baseline is frozen as of a day that is over, which this one is not.
    RebaseBeforeEnd {
        /// The day asked for.
        as_of: Date,
        /// The last day that is over.
        last: Date,
    },
    /// `jauge objective new`: what it would be called is no name.
    NotAName {
        /// What it would be called.
        id: String,
    },
    /// A file is there already.
    FileThere {
        /// The file.
        path: String,
    },
    /// There is no history to take a target from.
    NoHistory,
    /// No template has this name.
    UnknownTemplate {
        /// The name.
        name: String,
        /// The template probably meant.
        near: Option<String>,
    },
    /// A template holds no objective.
    EmptyTemplate,
    /// How a new objective is made of a KPI.
    NewFromKpi,
    /// How a new objective is made of a template.
    NewFromTemplate,
    /// The workspace's packs bring no templates.
    NoTemplates,
    /// A file was written.
    Wrote {
        /// The file.
        path: String,
    },
    /// What comes after a new objective.
    AfterNew {
        /// The objective's id.
        objective: String,
    },
}

/// How a baseline differs from the one that was frozen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum BaselineChange {
    /// The KPI's definition is not the one by which it was frozen.
    Definition {
        /// The day as of which it was frozen.
        as_of: String,
        /// The frozen baseline.
        was: f64,
        /// The baseline now.
        now: f64,
    },
    /// The data changed.
    Data {
        /// The day as of which it was frozen.
        as_of: String,
        /// The frozen baseline.
        was: f64,
        /// The baseline now.
        now: f64,
    },
}
