//! What a question is answered with.

use jiff::Timestamp;

use crate::kpi::Unit;
use crate::message::NoValue;
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
    /// Start of the bucket, inclusive; without a grain, of all that the value looks back at. `None` where the model has no time.
    pub start: Option<Timestamp>,
    /// End of the bucket, exclusive.
    pub end: Option<Timestamp>,
    /// True once every source that feeds the KPI has reached `end`.
    pub complete: bool,
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
    /// (value − compare) / |compare|; null where either is missing or the latter 0.
    pub change: Value,
    /// Why there is no value.
    pub why: Option<NoValue>,
}
