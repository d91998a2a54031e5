//! Achievable: within what was ever reached, with actions and drivers, agreed to, and not for free.

use jiff::civil::Date;
use serde::Serialize;

use crate::message::Message;
use crate::unit::Unit;

/// What was found of how achievable an objective is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum AchievableFinding {
    /// There is too little history to say.
    TooLittleHistory,
    /// The best stretch of the same length.
    Best {
        /// The length in days.
        days: i64,
        /// What it came to.
        value: f64,
        /// What it is counted in.
        unit: Unit,
    },
    /// The target lies beyond the best ever.
    BeyondBest {
        /// By this share of the best.
        share: f64,
        /// The best ever.
        best: f64,
        /// What it is counted in.
        unit: Unit,
    },
    /// The baseline meets the target already.
    MetByBaseline {
        /// The baseline.
        baseline: f64,
        /// The target.
        target: f64,
        /// What they are counted in.
        unit: Unit,
    },
    /// How likely it was as seen from its start.
    LikelyAtStart {
        /// The probability, 0 to 1.
        p: f64,
    },
    /// It would be met without doing anything.
    NotAmbitious,
    /// Nothing will be done.
    NoActions,
    /// An action has no date.
    ActionWithoutDate {
        /// What will be done.
        action: String,
    },
    /// An action is due after the period's end.
    ActionTooLate {
        /// What will be done.
        action: String,
        /// Its day.
        due: Date,
    },
    /// An action is due before the period.
    ActionBefore {
        /// What will be done.
        action: String,
        /// Its day.
        due: Date,
    },
    /// An action names no driver.
    ActionWithoutDriver {
        /// What will be done.
        action: String,
    },
    /// An action's driver cannot be read.
    DriverUnreadable {
        /// What will be done.
        action: String,
        /// Why.
        why: Box<Message>,
    },
    /// A driver alone would have to go beyond 100 %.
    DriverBeyondAll {
        /// The driver's title.
        title: String,
        /// Its value now.
        now: f64,
        /// What it would have to become: above 1, or below 0.
        needed: f64,
        /// What it is counted in.
        unit: Unit,
    },
    /// What a driver alone would have to become.
    DriverAlone {
        /// The driver's title.
        title: String,
        /// Its value now.
        now: f64,
        /// The value it would need.
        needed: f64,
        /// The best it ever was.
        best: f64,
        /// What they are counted in.
        unit: Unit,
    },
    /// Nobody is behind it.
    NobodyAgreed,
    /// Who is behind it.
    AgreedBy {
        /// Their names.
        people: Vec<String>,
    },
}
