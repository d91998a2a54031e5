//! One measured KPI over many stretches of time in one scan. They may overlap: a row counts in each that it lies in.

use std::sync::Arc;

use datafusion::common::Result as EngineResult;
use datafusion::prelude::SessionContext;
use jauge_domain::{Calendar, Grain, Kpi, Lookback, Question, Span, When};
use jiff::Timestamp;

use super::AskError;
use super::coverage::Coverage;
use super::grid::settled;
use super::measure::Measured;
use super::plan::{Cut, Planned, nothing, plan};
use super::rows::{Cell, Cells, Found, Reading, cell};
use super::run::context;
use super::window::Windows;
use crate::catalog::{Catalog, rows, tables_below};
use jauge_store::tables::RATES;

/// What stretches are read from.
pub(crate) struct Stretches<'a> {
    pub(crate) ctx: &'a SessionContext,
    pub(crate) catalog: &'a Catalog,
    pub(crate) calendar: &'a Arc<Calendar>,
    pub(crate) coverage: &'a Coverage,
}

impl Stretches<'_> {
    /// `kpi` under `filter` over each of `spans`: what a question about each alone says.
    ///
    /// # Errors
    /// What is wrong with the KPI or the filter.
    pub(crate) async fn over(
        &self,
        kpi: &Kpi,
        measured: &Measured,
        filter: Option<&str>,
        spans: &[Span],
    ) -> Result<Vec<Cell>, AskError> {
        let empty = self.of_nothing(kpi, measured).await.map_err(|error| AskError::run([kpi.id.as_str()], &error))?;
        let (planned, reached) = self.plan(kpi, measured, filter, &self.looked_at(kpi, spans)).await?;
        let found = self.read(kpi, measured, &planned).await?;
        let unmet = self.coverage.unmet(self.catalog, kpi).is_some();
        let cells = spans.iter().zip(0..).map(|(span, place)| {
            let name = planned.time.as_ref().map(|time| time.nth(place, self.calendar));
            let cell = settled(kpi, measured, named(&found, name).unwrap_or_else(|| empty.clone()));
            let unknown = cell.rows == 0 && reached.is_some_and(|reached| span.start > reached);
            if unmet || unknown { Cell::default() } else { cell }
        });
        Ok(cells.collect())
    }

    /// What `kpi` says of no rows.
    async fn of_nothing(&self, kpi: &Kpi, measured: &Measured) -> EngineResult<Cell> {
        let plan = nothing(self.ctx, &measured.source, &[(&kpi.id, measured)]).await?;
        let batches = rows(self.ctx, plan).await?;
        let first = batches.iter().find(|batch| batch.num_rows() > 0);
        Ok(first.and_then(|batch| cell(batch, 0, 0)).unwrap_or_default())
    }

    /// The scan, and up to when the tables below it have everything.
    async fn plan(
        &self,
        kpi: &Kpi,
        measured: &Measured,
        filter: Option<&str>,
        stretches: &[Span],
    ) -> Result<(Planned, Option<Timestamp>), AskError> {
        // The grain only says that the answer names its buckets; which rows each looks at, `stretches` say.
        let (when, grain) = (When::All, Some(Grain::Day));
        let question = Question { when, grain, filter: filter.map(str::to_owned), ..Question::default() };
        let cut = Cut {
            ctx: self.ctx,
            catalog: self.catalog,
            calendar: self.calendar,
            question: &question,
            windows: &Windows::everything(),
            pass: &[0],
            lookback: None,
            data: None,
            stretches: Some(stretches),
        };
        let planned = plan(&cut, &measured.source, &[(&kpi.id, measured)]).await?;
        let mut tables = tables_below(&planned.plan).map_err(|error| AskError::run([kpi.id.as_str()], &error))?;
        tables.remove(RATES);
        Ok((planned, self.coverage.reached_by(&tables)))
    }

    async fn read(&self, kpi: &Kpi, measured: &Measured, planned: &Planned) -> Result<Cells, AskError> {
        let engine = |error| AskError::run([kpi.id.as_str()], &error);
        let ctx = context(self.ctx, planned.overlap);
        let reading = Reading { planned, calendar: self.calendar, dimensions: 0, window: 0 };
        let mut found = Found::new();
        for batch in rows(&ctx, planned.plan.clone()).await.map_err(engine)? {
            reading.read(&batch, &[(&kpi.id, measured)], &mut found)?;
        }
        Ok(found.remove(&(kpi.id.clone(), 0)).unwrap_or_default())
    }

    /// A KPI with a window of its own looks back from the end of each stretch.
    fn looked_at(&self, kpi: &Kpi, spans: &[Span]) -> Vec<Span> {
        let Some(days) = kpi.window_days else { return spans.to_vec() };
        let back = Lookback::Rolling(days, Grain::Day);
        let trailing = |span: &Span| Span { start: self.calendar.lookback_start(span.end, back), end: span.end };
        spans.iter().map(trailing).collect()
    }
}

/// The cell of the stretch called `name`.
fn named(found: &Cells, name: Option<Timestamp>) -> Option<Cell> {
    found.cells.values().find_map(|cells| cells.get(&name)).cloned()
}
