//! What is wrong with a file of objectives.

use serde::Serialize;

use super::{ReadFault, TomlFault};
use crate::calendar::CalendarError;

/// What is wrong with an objective in a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ObjectiveFault {
    /// The file cannot be read, or is no text.
    Unreadable {
        /// Why.
        reason: ReadFault,
    },
    /// It cannot be read.
    Toml {
        /// Why.
        fault: TomlFault,
    },
    /// A table or key that no file of objectives has.
    NotInFile {
        /// The key.
        key: String,
    },
    /// Two objectives of one file have the same id.
    IdTakenInFile {
        /// The id.
        id: String,
    },
    /// An objective of another file has the id.
    IdTaken {
        /// The id.
        id: String,
        /// The file and line of the other.
        place: String,
    },
    /// No objective has this key.
    UnknownKey {
        /// The key.
        key: String,
        /// The key probably meant.
        near: Option<String>,
        /// The keys there are.
        known: Vec<String>,
    },
    /// A text that is no id.
    NotAnId {
        /// As written.
        id: String,
    },
    /// A weight below 0.
    Weight,
    /// A budget of 0 or less.
    Budget,
    /// A baseline that is neither or both of a period and a value.
    BaselineNotOne,
    /// A period that cannot be repeated so.
    Repetition {
        /// The period.
        period: String,
    },
    /// Both a KPI and levels.
    KpiAndLevels,
    /// Neither a KPI nor levels.
    NoKpi,
    /// A KPI without a target.
    NoTarget,
    /// Fewer than two levels.
    TooFewLevels,
    /// Levels and a target.
    LevelsAndTarget,
    /// A range without `maintain_between`, or the other way round.
    TargetAndDirection,
    /// A level that is none of the objective's.
    UnknownLevel {
        /// The level.
        level: String,
        /// The level probably meant.
        near: Option<String>,
        /// The levels there are.
        known: Vec<String>,
    },
    /// A number that is not finite.
    NotFinite {
        /// As written.
        number: String,
    },
    /// A text that is no value.
    NotAValue {
        /// As written.
        text: String,
    },
    /// A change where a value belongs.
    ChangeForValue {
        /// As written.
        text: String,
    },
    /// Points where a value belongs.
    PointsForValue {
        /// As written.
        text: String,
    },
    /// Points without a sign.
    PointsWithoutSign {
        /// As written.
        text: String,
    },
    /// A range whose lower value does not come first.
    EmptyRange {
        /// The first value.
        low: f64,
        /// The second value.
        high: f64,
    },
    /// A text that is no number of days.
    NotDays {
        /// As written.
        text: String,
    },
    /// A text that is no day.
    NotADay {
        /// As written.
        text: String,
    },
    /// A text that is no period.
    NotAPeriod {
        /// Why.
        why: CalendarError,
    },
    /// A period that has no end.
    PeriodWithoutEnd {
        /// As written.
        text: String,
    },
    /// A word that is none of a fixed set.
    NotAWord {
        /// As written.
        text: String,
        /// The set.
        set: WordSet,
        /// The word probably meant.
        near: Option<String>,
        /// The words there are.
        known: Vec<String>,
    },
}

/// A key that takes one of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WordSet {
    /// `direction`.
    Direction,
    /// `repeat`.
    Repetition,
    /// `frequency`.
    Frequency,
}
