//! Takes the KPIs of a question apart, with those that derived ones read.

use std::future::Future;
use std::pin::Pin;

use datafusion::execution::SessionState;
use jauge_domain::{AskMessage, EngineMessage, Kpi, KpiFault, Message, Question, nearest};

use super::AskError;
use super::derived::derive;
use super::measure::measure;
use super::prepared::Prepared;
use super::shape::{From, shape, sql_start};
use crate::catalog::{Catalog, Problem};

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

    /// Says which table or model was probably meant, where `model` is none, and that it has a problem where it is one.
    fn with_nearest(&self, problem: Problem, model: &str) -> Problem {
        if !matches!(problem.message, Message::Engine(EngineMessage::NoTable { .. })) {
            return problem;
        }
        let names = || self.catalog.tables.keys().chain(self.catalog.models.keys()).map(String::as_str);
        let name = model.to_owned();
        let message = if names().any(|known| known == model) {
            KpiFault::ReadsBadModel { model: name }.into()
        } else {
            let near = nearest(model, names()).map(str::to_owned);
            EngineMessage::NoTable { name, near, known: Vec::new() }.into()
        };
        Problem { message, ..problem }
    }

    async fn fresh(&mut self, kpi: &Kpi) -> Result<(), AskError> {
        let shape = shape(self.state, kpi).map_err(AskError::Kpi)?;
        if kpi.window_days.is_some() && matches!(shape.from, From::Kpis) {
            return Err(AskError::Kpi(Problem::at(&kpi.file, sql_start(kpi), KpiFault::DerivedWindow)));
        }
        if !matches!(shape.from, From::Kpis) {
            let model = match &shape.from {
                From::Model(name) | From::PerEntity(name) => name.clone(),
                From::Kpis => String::new(),
            };
            let (currency, time) = (self.catalog.currency.as_deref(), self.catalog.time(&model));
            let measured = measure(self.state, kpi, shape, currency, time).await;
            let measured = measured.map_err(|problem| AskError::Kpi(self.with_nearest(problem, &model)))?;
            self.done.measured.insert(kpi.id.clone(), measured);
            return Ok(());
        }
        let named = super::derived::named(self.catalog, kpi, &shape).map_err(AskError::Kpi)?;
        for id in &named.ids {
            if let Some(start) = self.path.iter().position(|step| step == id) {
                let kpis = self.path[start..].iter().chain([id]).cloned().collect();
                return Err(AskError::Kpi(Problem::at(&kpi.file, sql_start(kpi), KpiFault::Circle { kpis })));
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

/// Whether a KPI can be asked at the question's grain.
pub(crate) fn allowed(kpi: &Kpi, question: &Question) -> Result<(), AskError> {
    match question.grain {
        Some(grain) if !kpi.grains.is_empty() && !kpi.grains.contains(&grain) => {
            Err(AskMessage::Grain { kpi: kpi.id.clone(), grain, allowed: kpi.grains.clone() }.into())
        }
        _ => Ok(()),
    }
}
