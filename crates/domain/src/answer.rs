//! What a question is answered with.

use jiff::Timestamp;

use crate::calendar::Span;
use crate::message::{NoNoise, NoValue};
use crate::orders::Basis;
use crate::unit::Unit;
use crate::value::Value;

/// One row of an answer: one KPI, one bucket, one group.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The KPI's id.
    pub kpi: String,
    /// What `value` is counted in.
    pub unit: Unit,
    /// The ISO 4217 code of what an amount is in; `None` where it is no amount, or amounts in several make none.
    pub currency: Option<String>,
    /// Which part of what was paid for orders it is of; `None` where it is not made of what they are worth.
    pub basis: Option<Basis>,
    /// Start of the bucket, inclusive; without a grain, of all that the value looks back at. `None` where the model has no time.
    pub start: Option<Timestamp>,
    /// End of the bucket, exclusive.
    pub end: Option<Timestamp>,
    /// True once every source that feeds the KPI has reached `end`.
    pub complete: bool,
    /// True where the bucket's unit reaches beyond the period asked about: a week of which only some days are in it.
    pub cut: bool,
    /// The ids of the calendar's feasts that days of the bucket belong to, of a day or a week.
    pub feasts: Vec<String>,
    /// The dimensions asked for, in that order. [`Value::Null`] where the row has none. Empty on a total.
    pub by: Vec<(String, Value)>,
    /// True on the row that `--total` adds.
    pub total: bool,
    /// The KPI's value.
    pub value: Value,
    /// The numerator of an outermost division or mean.
    pub numerator: Value,
    /// The denominator of an outermost division or mean.
    pub denominator: Value,
    /// The denominator, or the rows behind the value.
    pub n: Value,
    /// The value in the period compared with.
    pub compare: Value,
    /// The change from `compare`, as a share of it; null where either side is missing or `compare` 0. Of what is under way only
    /// the days count that [`Self::compared`] has, and its value.
    pub change: Value,
    /// What `compare` and `change` are of; `None` where nothing is compared.
    pub compared: Option<Compared>,
    /// Whether the change is more than chance gives; `None` where there is no change.
    pub noise: Option<Noise>,
    /// Why there is no value.
    pub why: Option<NoValue>,
}

impl Answer {
    /// The answer to `kpi` that has `value` and nothing beside it: complete, of no stretch of time, in no group, compared with nothing.
    pub fn bare(kpi: &str, unit: Unit, value: Value) -> Self {
        Self {
            kpi: kpi.to_owned(),
            unit,
            currency: None,
            basis: None,
            start: None,
            end: None,
            complete: true,
            cut: false,
            feasts: Vec::new(),
            by: Vec::new(),
            total: false,
            value,
            numerator: Value::Null,
            denominator: Value::Null,
            n: Value::Null,
            compare: Value::Null,
            change: Value::Null,
            compared: None,
            noise: None,
            why: None,
        }
    }
}

/// What chance alone would make of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Noise {
    /// As far as the days tell.
    Usual {
        /// 95 of 100 changes lie above it …
        low: f64,
        /// … and below it, as shares of the value compared with.
        high: f64,
        /// The probability of a change that is at least as far from the usual one.
        p: f64,
    },
    /// That cannot be said.
    Unknown(NoNoise),
}

/// A change that chance brings more rarely is more than the usual ups and downs.
const RARE: f64 = 0.05;

impl Noise {
    /// Whether the change is within the usual ups and downs; `None` where that cannot be said.
    pub fn is_within(&self) -> Option<bool> {
        self.p().map(|p| p >= RARE)
    }

    /// Between which 95 of 100 changes lie.
    pub fn range(&self) -> Option<(f64, f64)> {
        match self {
            Self::Usual { low, high, .. } => Some((*low, *high)),
            Self::Unknown(_) => None,
        }
    }

    /// The probability of such a change by chance.
    pub fn p(&self) -> Option<f64> {
        match self {
            Self::Usual { p, .. } => Some(*p),
            Self::Unknown(_) => None,
        }
    }
}

/// What a change is of: as many days of both periods, up to the last that every source has completed.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The days of the bucket.
    pub now: Span,
    /// The days they are compared with.
    pub then: Span,
    /// The value over the former: [`Answer::value`] where the bucket is complete.
    pub value: Value,
}
