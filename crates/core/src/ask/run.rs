//! One question on its way: prepared, scanned, and laid out in grids.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use jauge_domain::{Calendar, Question};
use jiff::Timestamp;

use super::AskError;
use super::coverage::Coverage;
use super::grid::{Grid, Paper};
use super::measure::{Measured, Source};
use super::plan::{Cut, Planned, nothing, plan};
use super::prepare::{Prepared, Preparing, allowed};
use super::rows::{Cell, Found, Reading, cell};
use super::window::{Windows, windows};
use crate::catalog::{Catalog, plain, tables_below, with_spans};

/// KPIs that share a scan.
pub(crate) type Sharing<'a> = Vec<(&'a Source, Vec<(&'a str, &'a Measured)>)>;

/// A question on its way.
pub(crate) struct Run<'a> {
    pub(crate) ctx: &'a SessionContext,
    pub(crate) catalog: &'a Catalog,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) question: &'a Question,
    pub(crate) state: SessionState,
    pub(crate) windows: Windows,
    pub(crate) prepared: Prepared,
    pub(crate) failed: BTreeMap<String, AskError>,
    pub(crate) found: Found,
    /// What each KPI says of no rows.
    pub(crate) empty: BTreeMap<String, Cell>,
    /// The tables below each source, by model.
    pub(crate) tables: BTreeMap<String, BTreeSet<String>>,
}

/// Grids by KPI and window.
pub(crate) type Grids = BTreeMap<(String, usize), Grid>;

impl<'a> Run<'a> {
    /// Takes the question's KPIs apart.
    pub(crate) async fn prepare(
        ctx: &'a SessionContext,
        catalog: &'a Catalog,
        calendar: &Calendar,
        question: &'a Question,
        now: Timestamp,
    ) -> Result<Self, AskError> {
        let state = with_spans(ctx);
        let mut preparing = Preparing::new(&state, catalog);
        let mut failed = BTreeMap::new();
        for id in &question.kpis {
            let Some(kpi) = catalog.kpis.get(id) else {
                return Err(AskError::UnknownKpi { id: id.clone(), nearest: catalog.nearest_kpi(id) });
            };
            let prepared = allowed(kpi, question).and(preparing.kpi(kpi).await);
            if let Err(error) = prepared {
                failed.insert(id.clone(), error);
            }
        }
        let prepared = preparing.done;
        let looks_back = prepared.derived.iter().any(|(_, derived)| derived.looks_back());
        let windows = windows(question, calendar, now, looks_back)?;
        let (found, empty, tables) = (Found::new(), BTreeMap::new(), BTreeMap::new());
        let calendar = Arc::new(calendar.clone());
        Ok(Self { ctx, catalog, calendar, question, state, windows, prepared, failed, found, empty, tables })
    }

    /// Reads what the KPIs need, each source once. Where several fail together, each is asked alone, so that one bad KPI
    /// hinders no other.
    pub(crate) async fn scan(&mut self) {
        let prepared = std::mem::take(&mut self.prepared);
        for (source, kpis) in self.sharing(&prepared) {
            if let Err(error) = self.source(source, &kpis).await {
                match kpis.as_slice() {
                    [(id, _)] => drop(self.failed.insert((*id).to_owned(), error)),
                    several => {
                        for one in several {
                            if let Err(error) = self.source(source, std::slice::from_ref(one)).await {
                                self.failed.insert(one.0.to_owned(), error);
                            }
                        }
                    }
                }
            }
        }
        self.prepared = prepared;
    }

    /// The KPIs that are needed, by what they read.
    pub(crate) fn sharing<'p>(&self, prepared: &'p Prepared) -> Sharing<'p> {
        let asked = self.question.kpis.iter().filter(|id| !self.failed.contains_key(*id));
        let needed: BTreeSet<&str> = asked.flat_map(|id| prepared.roots(id)).collect();
        let mut sharing: Sharing<'p> = Vec::new();
        for (id, kpi) in prepared.measured.iter().filter(|(id, _)| needed.contains(id.as_str())) {
            match sharing.iter_mut().find(|(source, _)| **source == kpi.source) {
                Some((_, kpis)) => kpis.push((id, kpi)),
                None => sharing.push((&kpi.source, vec![(id, kpi)])),
            }
        }
        sharing
    }

    /// The plans of a source: one for each set of windows that do not overlap.
    pub(crate) async fn plans(
        &self,
        source: &Source,
        kpis: &[(&str, &Measured)],
    ) -> Result<Vec<(usize, Planned)>, AskError> {
        let mut plans = Vec::new();
        for pass in self.windows.passes() {
            let cut = Cut {
                ctx: self.ctx,
                catalog: self.catalog,
                calendar: &self.calendar,
                question: self.question,
                windows: &self.windows,
                pass: &pass,
            };
            plans.push((pass.first().copied().unwrap_or_default(), plan(&cut, source, kpis).await?));
        }
        Ok(plans)
    }

    async fn source(&mut self, source: &Source, kpis: &[(&str, &Measured)]) -> Result<(), AskError> {
        let names = || kpis.iter().map(|(id, _)| *id).collect::<Vec<_>>().join("`, `");
        let engine = |error| AskError::Run { kpi: names(), message: plain(&error) };
        let mut found = Found::new();
        for (window, planned) in self.plans(source, kpis).await? {
            self.tables.insert(source.model.clone(), tables_below(&planned.plan).map_err(engine)?);
            let scan = self.ctx.execute_logical_plan(planned.plan.clone()).await.map_err(engine)?;
            let reading =
                Reading { planned: &planned, calendar: &self.calendar, dimensions: self.question.by.len(), window };
            for batch in scan.collect().await.map_err(engine)? {
                reading.read(&batch, kpis, &mut found)?;
            }
        }
        let none = nothing(self.ctx, source, kpis).await.map_err(engine)?;
        let none = self.ctx.execute_logical_plan(none).await.map_err(engine)?.collect().await.map_err(engine)?;
        if let Some(batch) = none.iter().find(|batch| batch.num_rows() > 0) {
            for (nth, (id, _)) in kpis.iter().enumerate() {
                self.empty.insert((*id).to_owned(), cell(batch, nth, 0).unwrap_or_default());
            }
        }
        self.found.extend(found);
        Ok(())
    }

    /// The grids of all KPIs in all windows; what fails is added to `failed`.
    pub(crate) fn grids(&mut self, coverage: &Coverage) -> Grids {
        let mut grids = Grids::new();
        for index in 0..self.windows.all.len() {
            self.measured_grids(index, coverage, &mut grids);
        }
        self.derived_grids(coverage, &mut grids);
        grids
    }

    /// Up to when the tables below `model` have everything, where that is known.
    pub(crate) fn reached(&self, model: &str, coverage: &Coverage) -> Option<Timestamp> {
        self.tables.get(model)?.iter().filter_map(|table| coverage.reached.get(table).copied()).min()
    }

    fn measured_grids(&mut self, index: usize, coverage: &Coverage, grids: &mut Grids) {
        for (id, measured) in &self.prepared.measured {
            let Some(kpi) = self.catalog.kpis.get(id).filter(|_| !self.failed.contains_key(id)) else { continue };
            let cells = self.found.get(&(id.clone(), index));
            let empty = self.empty.get(id).cloned().unwrap_or_default();
            let paper = paper(&self.calendar, self.question);
            match paper.grid(kpi, measured, self.windows.all[index], cells, empty) {
                Ok(grid) => {
                    let unmet = coverage.unmet(self.catalog, kpi).is_some();
                    let reached = self.reached(&measured.source.model, coverage);
                    let grid = if unmet { grid.blank() } else { grid.until(reached) };
                    grids.insert((id.clone(), index), grid);
                }
                Err(error) => drop(self.failed.insert(id.clone(), error)),
            }
        }
    }

    fn derived_grids(&mut self, coverage: &Coverage, grids: &mut Grids) {
        let windows = &self.windows;
        let pairs = [(Some(windows.main), windows.before_main), (windows.compare, windows.before_compare)];
        for (id, derived) in &self.prepared.derived {
            let Some(kpi) = self.catalog.kpis.get(id).filter(|_| !self.failed.contains_key(id)) else { continue };
            let broken = derived.ids().find_map(|id| self.failed.get(id)).cloned();
            if let Some(error) = broken {
                self.failed.insert(id.clone(), error);
                continue;
            }
            // A KPI before the period is computed too, for those that look back at it.
            let backwards = [(windows.before_main, None), (windows.before_compare, None)];
            for (now, before) in pairs.into_iter().chain(backwards) {
                let Some(index) = now else { continue };
                let seen = |index: Option<usize>| {
                    let ids = derived.ids().filter_map(move |id| Some((id, (id.to_owned(), index?))));
                    ids.filter_map(|(id, key)| Some((id, grids.get(&key)?))).collect::<BTreeMap<_, _>>()
                };
                let paper = paper(&self.calendar, self.question);
                let made = derived.grid(&self.state, &paper, kpi, windows.all[index], &seen(now), &seen(before));
                match made {
                    Ok(grid) => {
                        let grid = if coverage.unmet(self.catalog, kpi).is_some() { grid.blank() } else { grid };
                        grids.entry((id.clone(), index)).or_insert(grid);
                    }
                    Err(error) => {
                        self.failed.insert(id.clone(), error);
                        break;
                    }
                }
            }
        }
    }
}

fn paper<'a>(calendar: &'a Calendar, question: &Question) -> Paper<'a> {
    Paper { calendar, grain: question.grain, dimensions: question.by.len(), total: question.total }
}
