//! The rollup: KPIs day by day under many filters, which is what objectives are judged by.
//!
//! However many filters and periods there are, a model is scanned once. A row gets a number with a bit for each filter it
//! passes; the scan groups by day, that number and the model's main dimensions; a KPI under a filter over any stretch of days is
//! then the sum of what stands there. Distinct counts keep which values there were ([`distinct`]), medians the values.
//!
//! What cannot be made of days (a subquery per entity, a window of the KPI's own) is read over all
//! stretches at once by a scan of its own ([`crate::planner::stretches`]).

mod cells;
mod distinct;
mod of_days;
mod of_model;
mod pieces;
mod scan;
mod states;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::common::Result as EngineResult;
use datafusion::execution::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use jauge_domain::{Additivity, AskMessage, Calendar, Kpi, NoValue, Span, days_between};
use jiff::civil::Date;

use crate::catalog::{Catalog, tables_below, with_spans};
use crate::planner::AskError;
use crate::planner::coverage::Coverage;
use crate::planner::measure::{Measured, Source};
use crate::planner::prepare::Preparing;
use crate::planner::prepared::Prepared;
use crate::planner::rows::Cell;
use crate::planner::stretches::Stretches;
use cells::sample;
pub use cells::{ByValue, DayCell, Scoped};
use jauge_store::tables::{DAILY, RATES};
use of_days::additivity;
pub use of_days::of_days;
use of_model::ModelRollup;

/// KPIs under filters, scanned once, to be read over any days.
pub struct Rollup<'a> {
    ctx: &'a SessionContext,
    catalog: &'a Catalog,
    calendar: Arc<Calendar>,
    coverage: &'a Coverage,
    state: SessionState,
    prepared: Prepared,
    failed: BTreeMap<Scoped, AskError>,
    /// The tables below each model that is read, be it by days or by itself.
    tables: BTreeMap<String, BTreeSet<String>>,
    by_model: Vec<ModelRollup>,
    /// Which of `by_model` has a KPI under a filter; none for what is asked by itself.
    places: BTreeMap<Scoped, usize>,
}

impl<'a> Rollup<'a> {
    /// Scans what `wanted` needs, each model once, with at most `dimensions` of each.
    pub async fn scan(
        ctx: &'a SessionContext,
        catalog: &'a Catalog,
        calendar: &Calendar,
        coverage: &'a Coverage,
        wanted: &[Scoped],
        dimensions: &[&str],
    ) -> Self {
        let state = with_spans(ctx);
        let mut preparing = Preparing::new(&state, catalog);
        let mut failed = BTreeMap::new();
        for scoped in wanted {
            let Some(kpi) = catalog.kpis.get(&scoped.0) else {
                let near = catalog.nearest_kpi(&scoped.0);
                failed.insert(scoped.clone(), AskMessage::UnknownKpi { id: scoped.0.clone(), near }.into());
                continue;
            };
            if let Err(error) = preparing.kpi(kpi).await {
                failed.insert(scoped.clone(), error);
            }
        }
        let prepared = preparing.done;
        let models: BTreeSet<&String> = prepared.measured.values().map(|measured| &measured.source.model).collect();
        let mut tables = BTreeMap::new();
        for model in models {
            // What cannot be read says so where it is read.
            tables.extend(below(ctx, model).await.ok().map(|below| (model.clone(), below)));
        }
        let calendar = Arc::new(calendar.clone());
        let (by_model, places) = (Vec::new(), BTreeMap::new());
        let mut rollup = Self { ctx, catalog, calendar, coverage, state, prepared, failed, tables, by_model, places };
        for (source, kpis) in rollup.by_source(wanted) {
            rollup.source(&source, kpis, dimensions).await;
        }
        rollup
    }

    /// What is read of each model, that days can be made of.
    fn by_source(&self, wanted: &[Scoped]) -> Vec<(Source, BTreeSet<Scoped>)> {
        let mut sources: Vec<(Source, BTreeSet<Scoped>)> = Vec::new();
        for (id, filter) in wanted.iter().filter(|scoped| !self.failed.contains_key(*scoped)) {
            for root in self.prepared.roots(id) {
                let Some(measured) = self.prepared.measured.get(root) else { continue };
                let windowed = self.catalog.kpis.get(root).is_some_and(|kpi| kpi.window_days.is_some());
                if windowed || measured.source.inner.is_some() {
                    continue;
                }
                let scoped = (root.to_owned(), filter.clone());
                match sources.iter_mut().find(|(known, _)| *known == measured.source) {
                    Some((_, kpis)) => drop(kpis.insert(scoped)),
                    None => sources.push((measured.source.clone(), [scoped].into())),
                }
            }
        }
        sources
    }

    /// Scans one model. Where several fail together each is scanned alone, so that one bad filter hinders no other.
    async fn source(&mut self, source: &Source, kpis: BTreeSet<Scoped>, dimensions: &[&str]) {
        let scanning = of_model::Scanning {
            ctx: self.ctx,
            catalog: self.catalog,
            calendar: &self.calendar,
            state: &self.state,
            measured: &self.prepared.measured,
        };
        match scanning.scan(source, &kpis, dimensions).await {
            Ok(rollup) => {
                let has = kpis.into_iter().filter(|(kpi, _)| rollup.has(kpi));
                self.places.extend(has.map(|scoped| (scoped, self.by_model.len())));
                self.by_model.push(rollup);
            }
            Err(error) if kpis.len() == 1 => {
                self.failed.extend(kpis.into_iter().map(|scoped| (scoped, error.clone())));
            }
            Err(_) => {
                for one in kpis {
                    match scanning.scan(source, &[one.clone()].into(), dimensions).await {
                        Ok(rollup) if rollup.has(&one.0) => {
                            self.places.insert(one, self.by_model.len());
                            self.by_model.push(rollup);
                        }
                        Ok(_) => {}
                        Err(error) => drop(self.failed.insert(one, error)),
                    }
                }
            }
        }
    }

    /// How `kpi` adds up over days.
    pub fn additivity(&self, kpi: &str, filter: Option<&str>) -> Additivity {
        let scoped = |id: &str| (id.to_owned(), filter.map(str::to_owned));
        if let Some((_, derived)) = self.prepared.derived.iter().find(|(id, _)| id == kpi) {
            let sums = derived.reads().all(|(id, before)| !before && self.additivity(id, filter) == Additivity::Sum);
            return match derived.adds_up() {
                [true, _] if sums => Additivity::Sum,
                [_, true] if sums => Additivity::Ratio { shared: false },
                _ => Additivity::Other,
            };
        }
        let Some(measured) = self.prepared.measured.get(kpi).filter(|_| self.places.contains_key(&scoped(kpi))) else {
            return Additivity::Other;
        };
        additivity(measured)
    }

    /// True where a day can lower the sum of `kpi`: it did once.
    pub async fn is_signed(&self, kpi: &str, filter: Option<&str>) -> bool {
        let Some((first, last)) = self.extent(kpi, filter).filter(|_| self.additivity(kpi, filter) == Additivity::Sum)
        else {
            return false;
        };
        let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
        let days: Vec<_> = days.map(|day| (day, day.tomorrow().unwrap_or(day))).collect();
        let cells = self.over(kpi, filter, &days).await.unwrap_or_default();
        cells.iter().any(|cell| cell.value.as_f64().is_some_and(|value| value < 0.0))
    }

    /// The models that were scanned, one for each scan.
    pub fn scans(&self) -> Vec<String> {
        self.by_model.iter().map(|rollup| rollup.model().to_owned()).collect()
    }

    /// How each of [`Self::scans`] was made.
    pub fn plans(&self) -> impl Iterator<Item = &LogicalPlan> {
        self.by_model.iter().map(|rollup| &rollup.plan)
    }

    /// The names of the tables below `kpi`.
    pub fn tables(&self, kpi: &str) -> BTreeSet<String> {
        let sources = self.prepared.roots(kpi).into_iter().filter_map(|id| self.prepared.measured.get(id));
        sources.filter_map(|measured| self.tables.get(&measured.source.model)).flatten().cloned().collect()
    }

    /// `kpi` under `filter` over each of `stretches`: days from the first (included) to the second (not included).
    ///
    /// # Errors
    /// What is wrong with the KPI or the filter.
    pub async fn over(
        &self,
        kpi: &str,
        filter: Option<&str>,
        stretches: &[(Date, Date)],
    ) -> Result<Vec<DayCell>, AskError> {
        let cells = self.cells(kpi, filter, stretches).await?;
        Ok(cells.into_iter().map(|(cell, rows)| DayCell::of(cell, rows)).collect())
    }

    /// [`Self::over`], each cell with the rows behind what it is computed from, where it is computed from others.
    async fn cells(
        &self,
        kpi: &str,
        filter: Option<&str>,
        stretches: &[(Date, Date)],
    ) -> Result<Vec<(Cell, Option<f64>)>, AskError> {
        let scoped = (kpi.to_owned(), filter.map(str::to_owned));
        if let Some(error) = self.failed.get(&scoped) {
            return Err(error.clone());
        }
        let Some(read) = self.catalog.kpis.get(kpi) else {
            return Err(AskMessage::UnknownKpi { id: kpi.to_owned(), near: self.catalog.nearest_kpi(kpi) }.into());
        };
        if let Some((_, derived)) = self.prepared.derived.iter().find(|(id, _)| id == kpi) {
            let (mut now, mut before) = (BTreeMap::new(), BTreeMap::new());
            let mut rows = vec![0.0_f64; stretches.len()];
            for (id, back) in derived.reads() {
                let moved: Vec<_> =
                    stretches.iter().map(|days| if back { self.before(*days) } else { *days }).collect();
                let cells = Box::pin(self.cells(id, filter, &moved)).await?;
                let behind = cells.iter().map(|(cell, rows)| sample(cell, *rows));
                rows.iter_mut().zip(behind).filter(|_| !back).for_each(|(rows, behind)| *rows = rows.max(behind));
                let cells: Vec<Cell> = cells.into_iter().map(|(cell, _)| cell).collect();
                if back {
                    before.insert(id, cells)
                } else {
                    now.insert(id, cells)
                };
            }
            let days: Vec<i64> = stretches.iter().map(|(from, after)| days_between(*from, *after)).collect();
            let failed = |error| AskError::run([kpi], &error);
            let cells = derived.over(&self.state, read, &days, &now, &before).map_err(failed)?;
            return Ok(cells.into_iter().zip(rows.into_iter().map(Some)).collect());
        }
        let measured = self.prepared.measured.get(kpi);
        let cells = match (self.places.get(&scoped).and_then(|at| self.by_model.get(*at)), measured) {
            (Some(rollup), Some(measured)) => rollup.over(&self.state, read, measured, filter, stretches)?,
            (None, Some(measured)) => self.unscanned(read, measured, filter, stretches).await?,
            (_, None) => vec![Cell::default(); stretches.len()],
        };
        // Visitors of days that a system counted are not known.
        let is_unknown = |(from, after): (Date, Date)| read.per_visitor && self.coverage.is_by_day(from, after);
        let known = cells.into_iter().zip(stretches);
        let known = known.map(|(cell, days)| if is_unknown(*days) { Cell::default() } else { cell });
        Ok(known.map(|cell| (cell, None)).collect())
    }

    /// `kpi` by the values of each dimension that was scanned, over two stretches; none where it was not scanned by days.
    pub fn by_dimension(
        &self,
        kpi: &str,
        filter: Option<&str>,
        stretches: [(Date, Date); 2],
    ) -> Vec<(String, ByValue)> {
        let scoped = (kpi.to_owned(), filter.map(str::to_owned));
        let rollup = self.places.get(&scoped).and_then(|at| self.by_model.get(*at));
        let (Some(rollup), Some(measured), Some(read)) =
            (rollup, self.prepared.measured.get(kpi), self.catalog.kpis.get(kpi))
        else {
            return Vec::new();
        };
        rollup.by_dimension(&self.state, read, measured, filter, stretches)
    }

    /// The first and the last day that `kpi` has rows on under `filter`, as far as all of it is known: where a table that it cannot do
    /// without, or a KPI that it is computed from, begins later or ends before, the rows of the others say nothing.
    pub fn extent(&self, kpi: &str, filter: Option<&str>) -> Option<(Date, Date)> {
        let roots = self.prepared.roots(kpi);
        let rows = roots.iter().filter_map(|id| Some((*id, self.rows_of(id, filter)?)));
        let rows: Vec<(&str, (Date, Date))> = rows.collect();
        let days = rows.iter().map(|(_, days)| *days);
        let all = days.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
        let known = rows.iter().map(|(id, days)| self.known(id, *days));
        let (first, last) = known.fold(all, |(first, last), known| (first.max(known.0), last.min(known.1)));
        (first <= last).then_some((first, last))
    }

    /// The first and the last day that a measured KPI has rows on under `filter`.
    fn rows_of(&self, id: &str, filter: Option<&str>) -> Option<(Date, Date)> {
        let scoped = (id.to_owned(), filter.map(str::to_owned));
        match self.places.get(&scoped).and_then(|at| self.by_model.get(*at)) {
            Some(rollup) => rollup.extent(filter),
            None => self.began(id),
        }
    }

    /// From when to when a measured KPI with rows from `first` to `last` is known: as far as they or its tables reach, and no further than
    /// each table that it cannot do without. An end that nobody knows bounds nothing.
    fn known(&self, id: &str, (first, last): (Date, Date)) -> (Date, Date) {
        let kpi = self.catalog.kpis.get(id);
        let mut tables = self.tables(id);
        if !kpi.is_some_and(Kpi::may_count_days) {
            tables.remove(DAILY);
        }
        let began = |table: &String| self.coverage.began.get(table).map(|at| self.calendar.date(*at));
        let reached = |table: &String| self.coverage.furthest(table).map(|at| self.calendar.date(at));
        let from = tables.iter().filter_map(began).min().map_or(Date::MIN, |began| began.min(first));
        let to = self.coverage.reached_by(&tables).map(|at| self.calendar.date(at));
        let to = to.map_or(Date::MAX, |to| to.max(last));
        let needs = kpi.into_iter().flat_map(|kpi| &kpi.needs);
        let needs = needs.map(|need| self.coverage.sufficing(self.catalog, need));
        needs.fold((from, to), |(from, to), any| {
            let begins = any.iter().map(began).collect::<Option<Vec<_>>>().and_then(|days| days.into_iter().min());
            let ends = any.iter().map(reached).collect::<Option<Vec<_>>>().and_then(|days| days.into_iter().max());
            (from.max(begins.unwrap_or(from)), to.min(ends.unwrap_or(to)))
        })
    }

    /// The days that the tables below an unscanned KPI have.
    fn began(&self, kpi: &str) -> Option<(Date, Date)> {
        let tables = self.tables(kpi);
        let began = tables.iter().filter_map(|table| self.coverage.began.get(table)).min()?;
        let reached = tables.iter().filter_map(|table| self.coverage.reached.get(table)).max()?;
        let last = self.calendar.date(*reached).yesterday().ok()?;
        Some((self.calendar.date(*began), last))
    }

    /// Why `kpi` has no value: what it, or one it is computed from, needs or reads was never loaded.
    pub fn unmet(&self, kpi: &str) -> Option<NoValue> {
        let roots = self.prepared.roots(kpi);
        let all = roots.into_iter().chain([kpi]).filter_map(|id| self.catalog.kpis.get(id));
        let needed = all.filter_map(|kpi| self.coverage.unmet(self.catalog, kpi)).next();
        needed.or_else(|| self.coverage.unloaded(self.catalog, &self.tables(kpi)))
    }

    /// The stretch of equal kind just before.
    fn before(&self, (from, after): (Date, Date)) -> (Date, Date) {
        let span = Span { start: self.calendar.day_start(from), end: self.calendar.day_start(after) };
        let before = self.calendar.previous(span);
        (self.calendar.date(before.start), self.calendar.date(before.end))
    }

    /// A KPI that days cannot be added up for, over all stretches in one scan of its own.
    async fn unscanned(
        &self,
        kpi: &Kpi,
        measured: &Measured,
        filter: Option<&str>,
        stretches: &[(Date, Date)],
    ) -> Result<Vec<Cell>, AskError> {
        let span = |(from, after): (Date, Date)| {
            let span = Span { start: self.calendar.day_start(from), end: self.calendar.day_start(after) };
            (!span.is_empty()).then_some(span)
        };
        let spans: Vec<Option<Span>> = stretches.iter().copied().map(span).collect();
        let known: Vec<Span> = spans.iter().copied().flatten().collect();
        let reading =
            Stretches { ctx: self.ctx, catalog: self.catalog, calendar: &self.calendar, coverage: self.coverage };
        let mut cells = reading.over(kpi, measured, filter, &known).await?.into_iter();
        let read = spans.iter().map(|span| span.and_then(|_| cells.next()));
        Ok(read.map(Option::unwrap_or_default).collect())
    }
}

/// The tables that `model` reads in the end, but for the rates by which amounts are converted.
async fn below(ctx: &SessionContext, model: &str) -> EngineResult<BTreeSet<String>> {
    let mut tables = tables_below(ctx.table(model).await?.logical_plan())?;
    tables.remove(RATES);
    Ok(tables)
}
