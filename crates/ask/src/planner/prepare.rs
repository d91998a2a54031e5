//! Takes the KPIs of a question apart, with those that derived ones read.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use datafusion::arrow::datatypes::DataType;
use datafusion::execution::SessionState;
use jauge_domain::{Kpi, Question, Unit, nearest};

use super::AskError;
use super::derived::{Derived, derive};
use super::grid::MONEY_SCALE;
use super::measure::{Measured, measure};
use super::shape::{From, shape, sql_start};
use crate::catalog::{Catalog, Problem, meant};

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

/// Prepares KPIs one after the other.
pub(crate) struct Preparing<'a> {
    pub(crate) state: &'a SessionState,
    pub(crate) catalog: &'a Catalog,
    pub(crate) done: Prepared,
    path: Vec<String>,
}

impl<'a> Preparing<'a> {
    pub(crate) fn new(state: &'a SessionState, catalog: &'a Catalog) -> Self {
        Self { state, catalog, done: Prepared::default(), path: Vec::new() }
    }

    /// Prepares `kpi` and those it reads. What is wrong with it stands in `failed` afterwards, too.
    pub(crate) fn kpi<'s>(
        &'s mut self,
        kpi: &'s Kpi,
    ) -> Pin<Box<dyn Future<Output = Result<(), AskError>> + Send + 's>> {
        Box::pin(async move {
            if let Some(error) = self.done.failed.get(&kpi.id) {
                return Err(error.clone());
            }
            if self.done.kind(&kpi.id, kpi.unit).is_some() {
                return Ok(());
            }
            self.path.push(kpi.id.clone());
            let prepared = self.fresh(kpi).await;
            self.path.pop();
            if let Err(error) = &prepared {
                self.done.failed.insert(kpi.id.clone(), error.clone());
            }
            prepared
        })
    }

    /// Says which table or model was probably meant, where `model` is none.
    fn with_nearest(&self, problem: Problem, model: &str) -> Problem {
        let names = || self.catalog.tables.keys().chain(self.catalog.models.keys()).map(String::as_str);
        if !problem.message.ends_with("not found") || names().any(|name| name == model) {
            return problem;
        }
        let near = nearest(model, names());
        Problem { message: format!("no table or model `{model}`{}", meant(near)), ..problem }
    }

    async fn fresh(&mut self, kpi: &Kpi) -> Result<(), AskError> {
        let shape = shape(self.state, kpi).map_err(AskError::Kpi)?;
        if kpi.window_days.is_some() && matches!(shape.from, From::Kpis) {
            let message = "a KPI over other KPIs has no window of its own: give them one".to_owned();
            return Err(AskError::Kpi(Problem::at(&kpi.file, sql_start(kpi), message)));
        }
        if !matches!(shape.from, From::Kpis) {
            let model = match &shape.from {
                From::Model(name) | From::PerEntity(name) => name.clone(),
                From::Kpis => String::new(),
            };
            let measured = measure(self.state, kpi, shape, self.catalog.currency.as_deref()).await;
            let measured = measured.map_err(|problem| AskError::Kpi(self.with_nearest(problem, &model)))?;
            self.done.measured.insert(kpi.id.clone(), measured);
            return Ok(());
        }
        let named = super::derived::named(self.catalog, kpi, &shape).map_err(AskError::Kpi)?;
        for id in &named.ids {
            if let Some(start) = self.path.iter().position(|step| step == id) {
                let circle = self.path[start..].iter().chain([id]).cloned().collect::<Vec<_>>().join(" → ");
                let problem =
                    Problem::at(&kpi.file, sql_start(kpi), format!("KPIs read each other in a circle: {circle}"));
                return Err(AskError::Kpi(problem));
            }
            if let Some(read) = self.catalog.kpis.get(id) {
                self.kpi(read).await?;
            }
        }
        let derived = derive(self.state, self.catalog, kpi, shape, named, &self.done).map_err(AskError::Kpi)?;
        self.done.derived.push((kpi.id.clone(), derived));
        Ok(())
    }
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

/// Whether a KPI can be asked at the question's grain.
pub(crate) fn allowed(kpi: &Kpi, question: &Question) -> Result<(), AskError> {
    match question.grain {
        Some(grain) if !kpi.grains.is_empty() && !kpi.grains.contains(&grain) => {
            Err(AskError::Grain { kpi: kpi.id.clone(), grain, allowed: kpi.grains.clone() })
        }
        _ => Ok(()),
    }
}
