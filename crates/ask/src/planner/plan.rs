//! Many KPIs over one source as one aggregate over one scan.

use std::sync::Arc;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchemaRef, Result as EngineResult};
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::{EmptyRelation, Expr, LogicalPlan, LogicalPlanBuilder, ScalarUDF, lit, when};
use datafusion::prelude::SessionContext;
use jauge_domain::{AskMessage, Calendar, Grain, Lookback, Question, Span};

use super::bucket::BucketOf;
use super::columns::{BUCKET, FIRST, LAST, PERIOD, by};
use super::grouping::Grouping;
use super::guard::{fallible, of_rows};
use super::lookback::TrailingWindows;
use super::measure::{Measured, Source};
use super::row_kind::RowKind;
use super::time::Time;
use super::window::{Window, Windows, frame};
use super::{AskError, entity};
use crate::catalog::Catalog;
use jauge_store::{bounded, plain};

/// What is the same for all sources of a pass.
pub(crate) struct Cut<'a> {
    pub(crate) ctx: &'a SessionContext,
    pub(crate) catalog: &'a Catalog,
    pub(crate) calendar: &'a Arc<Calendar>,
    pub(crate) question: &'a Question,
    pub(crate) windows: &'a Windows,
    /// The windows that this scan serves.
    pub(crate) pass: &'a [usize],
    /// What the buckets of the pass's one window look at instead of their own span.
    pub(crate) lookback: Option<Lookback>,
    /// Where the data of an open window start and end, if its buckets look back.
    pub(crate) data: Option<Span>,
    /// Stretches of time that may overlap, in place of the buckets of the pass.
    pub(crate) stretches: Option<&'a [Span]>,
}

/// A planned scan, and how to read what it gives.
pub(crate) struct Planned {
    pub(crate) plan: LogicalPlan,
    /// The levels with their grouping ids; one level has no id.
    pub(crate) levels: Vec<(RowKind, u64)>,
    pub(crate) time: Option<Time>,
    /// In how many buckets a row may count.
    pub(crate) overlap: usize,
}

/// Plans `kpis`, which all read `source`. Their columns are `v0`, `n0`, `d0`, `r0`, `v1`, …
pub(crate) async fn plan(cut: &Cut<'_>, source: &Source, kpis: &[(&str, &Measured)]) -> Result<Planned, AskError> {
    let engine = |error| AskError::run(kpis.iter().map(|(id, _)| *id), &error);
    let base = cut.base(source).await.map_err(engine)?;
    let first = kpis.first().map(|(id, _)| *id).unwrap_or_default();
    let time = cut.time(first, &source.model, base.schema())?;
    let trailing = cut.trailing(first, source, time.as_ref())?;
    let trailing = trailing.as_ref();
    let keys = cut.keys(first, source, base.schema(), time.as_ref(), trailing).map_err(|error| error.or(engine))?;
    let open = trailing.is_none() && cut.pass.iter().any(|index| cut.windows.all[*index].open);
    let rows = cut.rows(first, source, base, time.as_ref(), kpis, trailing)?;
    let grouping =
        Grouping { sets: cut.sets(), keys, spread: trailing.is_some_and(|trailing| trailing.buckets_of.is_some()) };
    let bounds = time.as_ref().filter(|_| open);
    let plan = grouping.aggregate(rows, source, bounds, kpis).map_err(engine)?;
    let overlap = trailing.map_or(1, |trailing| trailing.overlap);
    Ok(Planned { plan, levels: grouping.ids(), time, overlap })
}

/// Plans the first and the last moment of a source.
pub(crate) async fn extent(cut: &Cut<'_>, source: &Source, kpi: &str) -> Result<(LogicalPlan, Time), AskError> {
    let engine = |error| AskError::run([kpi], &error);
    let base = cut.base(source).await.map_err(engine)?;
    let missing = || AskMessage::NoTime { kpi: kpi.to_owned(), model: source.model.clone() };
    let time = cut.time(kpi, &source.model, base.schema())?.ok_or_else(missing)?;
    let bounds = [min(time.column()).alias(FIRST), max(time.column()).alias(LAST)];
    let rows = cut.rows(kpi, source, base, Some(&time), &[], None)?;
    let plan = LogicalPlanBuilder::from(rows).aggregate(Vec::<Expr>::new(), bounds);
    Ok((plan.and_then(LogicalPlanBuilder::build).map_err(engine)?, time))
}

/// Plans what `kpis` say of no rows at all, which is what stands in a gap: 0 for a count, and whatever a formula makes of it.
pub(crate) async fn nothing(
    ctx: &SessionContext,
    source: &Source,
    kpis: &[(&str, &Measured)],
) -> EngineResult<LogicalPlan> {
    let base = match &source.inner {
        Some(inner) => entity::innermost(inner).clone(),
        None => ctx.table(source.model.as_str()).await?.logical_plan().clone(),
    };
    // Its columns suffice: how they are computed is of no matter to no rows.
    let none = LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: false, schema: Arc::clone(base.schema()) });
    let grouping = Grouping { keys: Vec::new(), sets: vec![(RowKind::Base, Vec::new())], spread: false };
    grouping.aggregate(none, source, None, kpis)
}

/// An error of ours, or one of the engine's that does not know its KPI yet.
enum Failed {
    Ours(AskError),
    Engine(datafusion::common::DataFusionError),
}

impl Failed {
    fn or(self, engine: impl FnOnce(datafusion::common::DataFusionError) -> AskError) -> AskError {
        match self {
            Self::Ours(error) => error,
            Self::Engine(error) => engine(error),
        }
    }
}

impl Cut<'_> {
    /// The rows that a source is made of.
    async fn base(&self, source: &Source) -> EngineResult<LogicalPlan> {
        Ok(match &source.inner {
            Some(inner) => entity::innermost(inner).clone(),
            None => self.ctx.table(source.model.as_str()).await?.logical_plan().clone(),
        })
    }

    /// What the buckets look at, where they look back.
    fn trailing(&self, kpi: &str, source: &Source, time: Option<&Time>) -> Result<Option<TrailingWindows>, AskError> {
        if self.lookback.is_none() && self.stretches.is_none() {
            return Ok(None);
        }
        let missing = || AskMessage::NoTime { kpi: kpi.to_owned(), model: source.model.clone() };
        let time = time.ok_or_else(missing)?;
        if let Some(stretches) = self.stretches {
            return Ok(TrailingWindows::of_stretches(self.calendar, stretches, time));
        }
        let Some(lookback) = self.lookback else { return Ok(None) };
        if time.is_civil() && matches!(lookback, Lookback::Rolling(_, Grain::Hour)) {
            return Err(time.no_hours(kpi, &source.model));
        }
        let window = self.pass.first().map(|index| self.windows.all[*index]);
        let window = window.unwrap_or(Window { span: None, open: true });
        let frame = frame(self.calendar, self.question.grain, window, self.data)?;
        Ok(TrailingWindows::of(self.calendar, lookback, &frame, time, self.question.grain.is_some()))
    }

    /// The model's time column, where the question or the model has one.
    fn time(&self, kpi: &str, model: &str, schema: &DFSchemaRef) -> Result<Option<Time>, AskError> {
        let cuts = self.lookback.is_some()
            || self.question.grain.is_some()
            || self.windows.all.iter().any(|window| window.span.is_some());
        let Some(column) = self.catalog.time(model) else {
            let missing = AskMessage::NoTime { kpi: kpi.to_owned(), model: model.to_owned() };
            return if cuts { Err(missing.into()) } else { Ok(None) };
        };
        let kind = schema.field_with_unqualified_name(column).ok().map(|field| field.data_type().clone());
        let time = Time::of(model, column, kind)?;
        if time.is_civil() && self.question.grain == Some(Grain::Hour) {
            return Err(time.no_hours(kpi, model));
        }
        Ok(Some(time))
    }

    /// The expressions to group by, computed on the model's rows.
    fn keys(
        &self,
        kpi: &str,
        source: &Source,
        schema: &DFSchemaRef,
        time: Option<&Time>,
        trailing: Option<&TrailingWindows>,
    ) -> Result<Vec<Expr>, Failed> {
        let mut keys = Vec::new();
        if let Some(time) = time {
            if self.pass.len() > 1 {
                keys.push(self.period(time).map_err(Failed::Engine)?.alias(PERIOD));
            }
            if let Some(trailing) = trailing {
                keys.extend(trailing.buckets_of.iter().map(|of| of.call(vec![time.in_micros()]).alias(BUCKET)));
            } else if let Some(grain) = self.question.grain {
                let bucket = ScalarUDF::new_from_impl(BucketOf::new(Arc::clone(self.calendar), grain));
                keys.push(bucket.call(vec![time.in_micros()]).alias(BUCKET));
            }
        }
        let known = self.catalog.dimensions(&source.model, schema.inner());
        for (nth, dimension) in self.question.by.iter().enumerate() {
            if !known.contains(dimension) || !schema.has_column_with_unqualified_name(dimension) {
                let near = jauge_domain::nearest(dimension, known.iter().map(String::as_str)).map(str::to_owned);
                let (kpi, model, dimension) = (kpi.to_owned(), source.model.clone(), dimension.clone());
                return Err(Failed::Ours(AskMessage::Dimension { kpi, dimension, model, near }.into()));
            }
            keys.push(Expr::Column(Column::new_unqualified(dimension)).alias(by(nth)));
        }
        Ok(keys)
    }

    /// Which window of the pass a row belongs to.
    fn period(&self, time: &Time) -> EngineResult<Expr> {
        let mut spans = self.pass.iter().filter_map(|index| Some((*index as u32, self.windows.all[*index].span?)));
        let Some((index, span)) = spans.next() else { return Ok(lit(0_u32)) };
        let mut case = when(time.within(span, self.calendar), lit(index));
        for (index, span) in spans {
            case.when(time.within(span, self.calendar), lit(index));
        }
        case.end()
    }

    /// The model's rows in the period that pass `--where`.
    fn rows(
        &self,
        kpi: &str,
        source: &Source,
        base: LogicalPlan,
        time: Option<&Time>,
        kpis: &[(&str, &Measured)],
        trailing: Option<&TrailingWindows>,
    ) -> Result<LogicalPlan, AskError> {
        let run = |error| AskError::run([kpi], &error);
        let schema = Arc::clone(base.schema());
        let mut rows = LogicalPlanBuilder::from(base);
        if let Some(time) = time {
            let spans =
                self.pass.iter().map(|index| trailing.map_or(self.windows.all[*index].span, |look| Some(look.span)));
            let within = spans.map(|span| span.map_or_else(|| time.known(), |span| time.within(span, self.calendar)));
            rows = within.reduce(Expr::or).map_or(Ok(rows.clone()), |within| rows.filter(within)).map_err(run)?;
        }
        if let Some(filter) = &self.question.filter {
            let misfit = |error| AskMessage::Filter {
                kpi: kpi.to_owned(),
                filter: filter.clone(),
                model: source.model.clone(),
                reason: Box::new(plain(&error)),
            };
            let state = self.ctx.state();
            let condition = bounded(filter)
                .and_then(|()| state.create_logical_expr(filter, &schema))
                .and_then(of_rows)
                .map_err(misfit)?;
            rows = rows.filter(condition).map_err(misfit)?;
        }
        // Without groups every bucket is answered anyway, so rows that no KPI counts may be left out early.
        let open = self.pass.iter().any(|index| self.windows.all[*index].open);
        if self.question.by.is_empty() && !open && source.inner.is_none() {
            let filters: Option<Vec<Expr>> = kpis.iter().map(|(_, kpi)| filter_of(kpi, &schema)).collect();
            if let Some(any) = filters.and_then(|mut filters| {
                let mut different = Vec::new();
                filters.drain(..).for_each(|one| {
                    if !different.contains(&one) {
                        different.push(one)
                    }
                });
                different.into_iter().reduce(Expr::or)
            }) {
                rows = rows.filter(any).map_err(run)?;
            }
        }
        rows.build().map_err(run)
    }

    /// The levels to compute, each with the keys it groups by (true: grouped).
    fn sets(&self) -> Vec<(RowKind, Vec<bool>)> {
        let period = usize::from(self.pass.len() > 1);
        let bucket = usize::from(self.question.grain.is_some());
        let by = self.question.by.len();
        let set = |bucketed: bool, grouped: bool| {
            let bucketed = std::iter::repeat_n(bucketed, bucket);
            std::iter::repeat_n(true, period)
                .chain(bucketed)
                .chain(std::iter::repeat_n(grouped, by))
                .collect::<Vec<_>>()
        };
        let mut sets = vec![(RowKind::Base, set(true, true))];
        if by > 0 && self.question.total {
            sets.push((RowKind::Total, set(true, false)));
        }
        let ranked = self.question.top.is_some() || self.question.sort != jauge_domain::Sort::Dimension;
        if by > 0 && bucket > 0 && ranked && self.lookback.is_none() {
            sets.push((RowKind::Rank, set(false, true)));
        }
        sets
    }
}

/// The rows that any aggregate of `kpi` looks at; `None` where that is all of them, or where asking could fail.
fn filter_of(kpi: &Measured, schema: &DFSchemaRef) -> Option<Expr> {
    let mut filters: Vec<Expr> = Vec::new();
    let mut all = false;
    let parts = kpi.parts.iter().flat_map(|parts| [&parts.numerator, &parts.denominator]);
    for expr in parts.chain([&kpi.value, &kpi.rows]) {
        let _ = expr.apply(|node| {
            if let Expr::AggregateFunction(aggregate) = node {
                match aggregate.params.filter.as_deref() {
                    Some(filter) if !fallible(filter, schema) => filters.push(filter.clone()),
                    _ => all = true,
                }
            }
            Ok(TreeNodeRecursion::Continue)
        });
    }
    if all { None } else { filters.into_iter().reduce(Expr::or) }
}
