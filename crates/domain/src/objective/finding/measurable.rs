//! Measurable: from a baseline, with enough of what is counted, beyond the noise.

use jiff::civil::Date;
use serde::Serialize;

use crate::message::BaselineChange;
use crate::unit::Unit;

/// What was found of how measurable an objective is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum MeasurableFinding {
    /// There is no baseline, because there are no rows.
    NoBaselineWithoutRows,
    /// There is no baseline, because the data begin too late.
    NoBaseline {
        /// The first day with data.
        since: Date,
    },
    /// The baseline.
    Baseline {
        /// Over as long a time as the period.
        value: f64,
        /// What it is counted in.
        unit: Unit,
        /// Where it comes from.
        origin: BaselineOrigin,
    },
    /// The data begin after the baseline's first day.
    BaselineNotCovered {
        /// The first day with data.
        first: Date,
    },
    /// The baseline's period is not over, as far as the data go.
    BaselineUnderWay {
        /// Its last day.
        to: Date,
        /// The last day with data.
        last: Date,
    },
    /// The baseline is of another season.
    OtherSeason,
    /// The baseline is 0.
    BaselineIsZero,
    /// The last period had enough to see the change.
    SampleIsEnough {
        /// How many it takes.
        needed: f64,
        /// How many the last period had.
        had: f64,
    },
    /// The last period had too few to see the change.
    SampleTooSmall {
        /// How many it takes.
        needed: f64,
        /// How many the last period had.
        had: f64,
    },
    /// What chance alone makes of the baseline.
    Noise {
        /// From this.
        low: f64,
        /// To this.
        high: f64,
        /// What they are counted in.
        unit: Unit,
    },
    /// The target lies within what chance alone gives.
    WithinNoise {
        /// From this.
        low: f64,
        /// To this.
        high: f64,
        /// Beyond this it would be more than chance.
        bound: f64,
        /// What they are counted in.
        unit: Unit,
    },
    /// The KPI does not add up over days.
    NotAdditive,
    /// Levels and dated check-ins measure it.
    ByLevels,
    /// The KPI needs what was never loaded.
    KpiWithoutData,
    /// The baseline is not the one that was frozen.
    BaselineMoved {
        /// The objective's id.
        objective: String,
        /// How.
        change: BaselineChange,
    },
}

/// Where a baseline comes from; days are the first and the last of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum BaselineOrigin {
    /// The file gives the value.
    Given,
    /// The same period a year earlier.
    YearBefore {
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// The period just before.
    JustBefore {
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// The period that the file names.
    Period {
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
}
