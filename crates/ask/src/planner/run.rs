//! One question on its way: prepared, scanned, and laid out in grids.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::common::ScalarValue;
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use jauge_domain::{AskMessage, Calendar, Grain, Kpi, Lookback, NoValue, Question, Span, Unit};

use super::AskError;
use super::coverage::Coverage;
use super::grid::{Grid, Layout};
use super::measure::{Measured, Source};
use super::plan::{Cut, Planned, extent, nothing, plan};
use super::prepare::{Preparing, allowed};
use super::prepared::Prepared;
use super::reach::{KpiReach, Reach};
use super::rows::{Cell, Found, Reading, cell};
use super::window::Windows;
use crate::catalog::{Catalog, share, tables_below, with_spans};
use jauge_store::tables::{DAILY, RATES};

/// KPIs that share a scan: they read the same and look back alike.
pub(crate) type Sharing<'a> = Vec<(&'a Source, Option<Lookback>, Vec<(&'a str, &'a Measured)>)>;

/// What is read of one source, for KPIs that look back alike.
struct Scan<'p> {
    source: &'p Source,
    lookback: Option<Lookback>,
    kpis: Vec<(&'p str, &'p Measured)>,
    passes: Vec<Pass>,
}

/// The window that a plan serves, or the first of them, with where the data of an open one start and end.
type Pass = (usize, Option<Span>, Planned);

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
    /// Takes the question's KPIs apart. `windows` are those it needs, with those before them where `previous` is asked for.
    pub(crate) async fn prepare(
        ctx: &'a SessionContext,
        catalog: &'a Catalog,
        calendar: &Calendar,
        question: &'a Question,
        windows: impl FnOnce(bool) -> Result<Windows, AskError>,
    ) -> Result<Self, AskError> {
        let state = with_spans(ctx);
        let mut preparing = Preparing::new(&state, catalog);
        let mut failed = BTreeMap::new();
        for id in &question.kpis {
            let Some(kpi) = catalog.kpis.get(id) else {
                return Err(AskMessage::UnknownKpi { id: id.clone(), near: catalog.nearest_kpi(id) }.into());
            };
            let prepared = allowed(kpi, question).and(preparing.kpi(kpi).await);
            if let Err(error) = prepared {
                failed.insert(id.clone(), error);
            }
            for known in kpi.coverage.iter().filter_map(|id| catalog.kpis.get(id)) {
                // What is wrong with one costs its note, not the answer.
                let _ = preparing.kpi(known).await;
            }
        }
        let prepared = preparing.done;
        let reads_previous = prepared.derived.iter().any(|(_, derived)| derived.reads_previous());
        let windows = windows(reads_previous)?;
        let (found, empty, tables) = (Found::new(), BTreeMap::new(), BTreeMap::new());
        let calendar = Arc::new(calendar.clone());
        Ok(Self { ctx, catalog, calendar, question, state, windows, prepared, failed, found, empty, tables })
    }

    /// Reads what the KPIs need, each source once, and each model that several of them read. Where several KPIs fail together, each
    /// is asked alone, so that one bad KPI hinders no other.
    pub(crate) async fn scan(&mut self) {
        let prepared = std::mem::take(&mut self.prepared);
        let mut scans = Vec::new();
        for (source, lookback, kpis) in self.sharing(&prepared) {
            match self.planned(source, lookback, kpis.clone()).await {
                Ok(scan) => scans.push(scan),
                Err(error) => scans.extend(self.apart(source, lookback, &kpis, error).await),
            }
        }
        let plans = scans.iter().flat_map(|scan| &scan.passes).map(|(.., planned)| &planned.plan);
        let ctx = share(self.ctx, plans).await;
        for scan in scans {
            if let Err(error) = self.read(&ctx, &scan).await {
                for one in self.apart(scan.source, scan.lookback, &scan.kpis, error).await {
                    if let Err(error) = self.read(self.ctx, &one).await {
                        self.failed.extend(one.kpis.iter().map(|(id, _)| ((*id).to_owned(), error.clone())));
                    }
                }
            }
        }
        self.prepared = prepared;
    }

    /// Each of `kpis`, which failed together with `error`, alone; none where there is but one.
    async fn apart<'p>(
        &mut self,
        source: &'p Source,
        lookback: Option<Lookback>,
        kpis: &[(&'p str, &'p Measured)],
        error: AskError,
    ) -> Vec<Scan<'p>> {
        let mut scans = Vec::new();
        if let [(id, _)] = kpis {
            self.failed.insert((*id).to_owned(), error);
            return scans;
        }
        for one in kpis {
            match self.planned(source, lookback, vec![*one]).await {
                Ok(scan) => scans.push(scan),
                Err(error) => drop(self.failed.insert(one.0.to_owned(), error)),
            }
        }
        scans
    }

    /// The KPIs that are needed, by what they read.
    pub(crate) fn sharing<'p>(&self, prepared: &'p Prepared) -> Sharing<'p> {
        let asked = self.question.kpis.iter().filter(|id| !self.failed.contains_key(*id));
        let coverage = |id: &String| self.catalog.kpis.get(id).into_iter().flat_map(|kpi| &kpi.coverage);
        let needed = asked.flat_map(|id| coverage(id).chain([id]));
        let needed: BTreeSet<&str> = needed.flat_map(|id| prepared.roots(id)).collect();
        let mut sharing: Sharing<'p> = Vec::new();
        for (id, kpi) in prepared.measured.iter().filter(|(id, _)| needed.contains(id.as_str())) {
            let lookback = self.lookback(id);
            match sharing.iter_mut().find(|(source, known, _)| **source == kpi.source && *known == lookback) {
                Some((.., kpis)) => kpis.push((id, kpi)),
                None => sharing.push((&kpi.source, lookback, vec![(id, kpi)])),
            }
        }
        sharing
    }

    /// The plans of a source: one for each set of windows that do not overlap; one for each window whose buckets look back,
    /// with where the data of an open one start and end.
    pub(crate) async fn plans(
        &self,
        source: &Source,
        lookback: Option<Lookback>,
        kpis: &[(&str, &Measured)],
    ) -> Result<Vec<Pass>, AskError> {
        let mut plans = Vec::new();
        let passes = match lookback {
            None => self.windows.passes(),
            Some(_) => (0..self.windows.all.len()).map(|index| vec![index]).collect(),
        };
        for pass in passes {
            let mut cut = Cut {
                ctx: self.ctx,
                catalog: self.catalog,
                calendar: &self.calendar,
                question: self.question,
                windows: &self.windows,
                pass: &pass,
                lookback,
                data: None,
                stretches: None,
            };
            let index = pass.first().copied().unwrap_or_default();
            if lookback.is_some() && self.windows.all[index].open {
                cut.data = self.extent(&cut, source, kpis.first().map(|(id, _)| *id).unwrap_or_default()).await?;
                if cut.data.is_none() {
                    continue;
                }
            }
            plans.push((index, cut.data, plan(&cut, source, kpis).await?));
        }
        Ok(plans)
    }

    /// The whole days from the first row of a source to its last; `None` where it has no rows.
    async fn extent(&self, cut: &Cut<'_>, source: &Source, kpi: &str) -> Result<Option<Span>, AskError> {
        let engine = |error| AskError::run([kpi], &error);
        let (plan, time) = extent(cut, source, kpi).await?;
        let batches = self.ctx.execute_logical_plan(plan).await.map_err(engine)?.collect().await.map_err(engine)?;
        let mut bounds = Vec::new();
        for column in batches.iter().filter(|batch| batch.num_rows() > 0).flat_map(|batch| batch.columns()) {
            let value = ScalarValue::try_from_array(column, 0).map_err(engine)?;
            bounds.extend(time.instant(&value, &self.calendar));
        }
        let [first, last] = bounds[..] else { return Ok(None) };
        let day = |at| self.calendar.bucket_of(Grain::Day, at);
        Ok(Some(Span { start: day(first).start, end: day(last).end }))
    }

    /// The scan of `kpis`, which all read `source`.
    async fn planned<'p>(
        &mut self,
        source: &'p Source,
        lookback: Option<Lookback>,
        kpis: Vec<(&'p str, &'p Measured)>,
    ) -> Result<Scan<'p>, AskError> {
        let passes = self.plans(source, lookback, &kpis).await?;
        let engine = |error| AskError::run(kpis.iter().map(|(id, _)| *id), &error);
        for (.., planned) in &passes {
            let mut tables = tables_below(&planned.plan).map_err(engine)?;
            // A rate holds until the next: how far they reach says nothing of how far the data do.
            tables.remove(RATES);
            self.tables.insert(source.model.clone(), tables);
        }
        Ok(Scan { source, lookback, kpis, passes })
    }

    async fn read(&mut self, ctx: &SessionContext, scan: &Scan<'_>) -> Result<(), AskError> {
        let engine = |error| AskError::run(scan.kpis.iter().map(|(id, _)| *id), &error);
        let mut found = Found::new();
        for (window, data, planned) in &scan.passes {
            let reading =
                Reading { planned, calendar: &self.calendar, dimensions: self.question.by.len(), window: *window };
            let ctx = context(ctx, planned.overlap);
            let rows = ctx.execute_logical_plan(planned.plan.clone()).await.map_err(engine)?;
            for batch in rows.collect().await.map_err(engine)? {
                reading.read(&batch, &scan.kpis, &mut found)?;
            }
            for (id, _) in scan.kpis.iter().filter(|_| data.is_some()) {
                found.entry(((*id).to_owned(), *window)).or_default().data = *data;
            }
        }
        let none = nothing(self.ctx, scan.source, &scan.kpis).await.map_err(engine)?;
        let none = self.ctx.execute_logical_plan(none).await.map_err(engine)?.collect().await.map_err(engine)?;
        if let Some(batch) = none.iter().find(|batch| batch.num_rows() > 0) {
            for (nth, (id, _)) in scan.kpis.iter().enumerate() {
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

    /// How far the buckets of a KPI look back.
    pub(crate) fn lookback(&self, id: &str) -> Option<Lookback> {
        let own = self.catalog.kpis.get(id).and_then(|kpi| kpi.window_days);
        own.map(|days| Lookback::Rolling(days, Grain::Day)).or(self.question.lookback)
    }

    /// From when to when the data reach of a KPI that is measured.
    pub(crate) fn reach(&self, id: &str, coverage: &Coverage) -> Option<KpiReach> {
        let model = &self.prepared.measured.get(id)?.source.model;
        let tables = self.tables.get(model);
        let needs = self.catalog.kpis.get(id).into_iter().flat_map(|kpi| &kpi.needs);
        let needed = needs.map(|need| coverage.sufficing(self.catalog, need)).filter(|tables| !tables.is_empty());
        // How far `daily` reaches says nothing of what counts none of its rows.
        let days = self.counts_days(id);
        let feeding = tables.map(|tables| tables.iter().filter(move |table| days || *table != DAILY));
        Some(KpiReach {
            model: feeding.map(|tables| Reach::of(tables, coverage, &self.calendar)).unwrap_or_default(),
            needed: needed.map(|tables| Reach::of_any(&tables, coverage, &self.calendar)).collect(),
            lookback: self.lookback(id),
            by_day: self.lacks_by_day(id, coverage).map(|why| (Arc::clone(&coverage.by_day), why)),
            calendar: Arc::clone(&self.calendar),
        })
    }

    /// True where a KPI over a model counts rows of `daily`.
    pub(crate) fn counts_days(&self, id: &str) -> bool {
        let model = self.prepared.measured.get(id).map(|measured| &measured.source.model);
        let tables = model.and_then(|model| self.tables.get(model));
        tables.is_some_and(|tables| tables.contains(DAILY))
            && self.catalog.kpis.get(id).is_some_and(Kpi::may_count_days)
    }

    /// Why a KPI has no value where `daily` counts a day.
    fn lacks_by_day(&self, id: &str, coverage: &Coverage) -> Option<NoValue> {
        let hours = self.question.grain == Some(Grain::Hour);
        match self.catalog.kpis.get(id).is_some_and(|kpi| kpi.per_visitor) {
            _ if coverage.by_day.is_empty() => None,
            true => Some(NoValue::NoVisitorsByDay),
            false => (hours && self.counts_days(id)).then_some(NoValue::NoHoursByDay),
        }
    }

    /// Why a KPI has no value anywhere: what it needs, or all that its model reads, was never loaded.
    pub(crate) fn unmet(&self, kpi: &Kpi, coverage: &Coverage) -> Option<NoValue> {
        let tables = || self.tables.get(&self.prepared.measured.get(&kpi.id)?.source.model);
        coverage.unmet(self.catalog, kpi).or_else(|| coverage.unloaded(self.catalog, tables()?))
    }

    fn measured_grids(&mut self, index: usize, coverage: &Coverage, grids: &mut Grids) {
        for (id, measured) in &self.prepared.measured {
            let Some(kpi) = self.catalog.kpis.get(id).filter(|_| !self.failed.contains_key(id)) else { continue };
            let cells = self.found.get(&(id.clone(), index));
            let empty = self.empty.get(id).cloned().unwrap_or_default();
            let layout = layout(&self.calendar, self.question);
            match layout.grid(kpi, measured, self.windows.all[index], cells, empty) {
                Ok(grid) => {
                    let reach = self.reach(id, coverage).filter(|_| self.unmet(kpi, coverage).is_none());
                    let grid = match reach {
                        Some(reach) => grid.within(&reach),
                        None => grid.blank(),
                    };
                    grids.insert((id.clone(), index), grid);
                }
                Err(error) => drop(self.failed.insert(id.clone(), error)),
            }
        }
    }

    fn derived_grids(&mut self, coverage: &Coverage, grids: &mut Grids) {
        let windows = &self.windows;
        let pairs = windows.answered();
        for (id, derived) in &self.prepared.derived {
            let Some(kpi) = self.catalog.kpis.get(id).filter(|_| !self.failed.contains_key(id)) else { continue };
            let broken = derived.ids().find_map(|id| self.failed.get(id)).cloned();
            if let Some(error) = broken {
                self.failed.insert(id.clone(), error);
                continue;
            }
            // A KPI before the period is computed too, for those that look back at it.
            let backwards = pairs.iter().filter_map(|(_, before)| Some(((*before)?, None)));
            for (index, before) in pairs.iter().copied().chain(backwards) {
                let seen = |index: Option<usize>| {
                    let ids = derived.ids().filter_map(move |id| Some((id, (id.to_owned(), index?))));
                    ids.filter_map(|(id, key)| Some((id, grids.get(&key)?))).collect::<BTreeMap<_, _>>()
                };
                let layout = layout(&self.calendar, self.question);
                let made =
                    derived.grid(&self.state, &layout, kpi, windows.all[index], &seen(Some(index)), &seen(before));
                match made {
                    Ok(grid) => {
                        let grid = if coverage.unmet(self.catalog, kpi).is_some() { grid.blank() } else { grid };
                        let is_money = kpi.unit == Unit::Money;
                        let grid = if is_money { grid.in_currencies(&self.question.by) } else { grid };
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

/// The session for a plan in which a row counts `overlap` times: batches are smaller by as much, so that memory is not larger.
pub(super) fn context(ctx: &SessionContext, overlap: usize) -> SessionContext {
    if overlap <= 1 {
        return ctx.clone();
    }
    let mut state = ctx.state();
    let rows = state.config().batch_size() / overlap;
    *state.config_mut() = state.config().clone().with_batch_size(rows.clamp(16, 8192));
    SessionContext::new_with_state(state)
}

fn layout<'a>(calendar: &'a Calendar, question: &Question) -> Layout<'a> {
    let Question { grain, total, lookback, .. } = *question;
    Layout { calendar, grain, dimensions: question.by.len(), total, lookback }
}
