//! KPIs taken apart: what a plan is made from.

use std::collections::BTreeMap;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::logical_expr::Expr;
use jauge_domain::Unit;

use super::AskError;
use super::grid::MONEY_SCALE;
use super::measure::Measured;

/// KPIs, ready to be planned.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// Those over a model.
    pub(crate) measured: BTreeMap<String, Measured>,
    /// Those over other KPIs, each after those it reads.
    pub(crate) derived: Vec<(String, Derived)>,
    /// Those that cannot be asked.
    pub(crate) failed: BTreeMap<String, AskError>,
}

/// A KPI over the answers of others.
#[derive(Clone, Debug)]
pub(crate) struct Derived {
    /// The value, and the parts of an outermost division.
    pub(super) exprs: Vec<Expr>,
    pub(super) plain: bool,
    pub(super) inputs: Vec<Input>,
    pub(super) schema: DFSchema,
    pub(crate) kind: DataType,
}

/// A column of `kpis`.
#[derive(Clone, Debug)]
pub(super) enum Input {
    Kpi(String),
    Previous(String),
    Days,
}

impl Prepared {
    /// The type of a KPI's answers.
    pub(crate) fn kind(&self, id: &str, unit: Unit) -> Option<DataType> {
        let measured = self.measured.get(id).map(|measured| &measured.kind);
        let derived = || self.derived.iter().find(|(known, _)| known == id).map(|(_, derived)| &derived.kind);
        measured.or_else(derived).map(|kind| match kind {
            _ if unit == Unit::Money => DataType::Decimal128(28, MONEY_SCALE as i8),
            kind if kind.is_integer() => DataType::Int64,
            DataType::Decimal128(_, scale) | DataType::Decimal256(_, scale) => DataType::Decimal128(38, *scale),
            _ => DataType::Float64,
        })
    }

    /// The KPIs over models that `id` is computed from, itself included.
    pub(crate) fn roots(&self, id: &str) -> Vec<&str> {
        match self.derived.iter().find(|(known, _)| known == id) {
            Some((_, derived)) => derived.ids().flat_map(|id| self.roots(id)).collect(),
            None => self.measured.get_key_value(id).map(|(id, _)| id.as_str()).into_iter().collect(),
        }
    }
}

impl Derived {
    /// The KPIs it reads.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().filter_map(|input| match input {
            Input::Kpi(id) | Input::Previous(id) => Some(id.as_str()),
            Input::Days => None,
        })
    }

    /// The KPIs it reads of the period itself, and of the one before.
    pub(crate) fn reads(&self) -> impl Iterator<Item = (&str, bool)> {
        self.inputs.iter().filter_map(|input| match input {
            Input::Kpi(id) => Some((id.as_str(), false)),
            Input::Previous(id) => Some((id.as_str(), true)),
            Input::Days => None,
        })
    }
}
