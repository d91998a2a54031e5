//! What each bucket of each KPI is compared with: as many days of the other period, up to the last that every source has
//! completed.

use std::collections::{BTreeMap, HashMap};

use jauge_domain::{Comparison, Grain, Kpi, Question, Sort, Span};
use jiff::Timestamp;

use super::AskError;
use super::coverage::Coverage;
use super::grid::Grid;
use super::row_kind::RowKind;
use super::rows::{Cell, Group};
use super::run::{Grids, Run};
use super::window::{Windows, window_before};

/// The days of a bucket that are compared, and those they are compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) now: Span,
    pub(crate) then: Span,
}

/// What the buckets of a question's KPIs are compared with.
#[derive(Debug, Default)]
pub(crate) struct Counterparts {
    /// By KPI, as long as its frame; `None` where there is nothing to compare.
    pairs: BTreeMap<String, Vec<Option<Pair>>>,
    /// The stretches that are no buckets, read by themselves: one bucket each.
    pieces: HashMap<(String, Span), Grid>,
}

impl Counterparts {
    /// Those of the question that was `run`. What is under way costs a scan of its own, and so do weeks that months cut.
    pub(crate) async fn find(run: &Run<'_>, grids: &Grids, coverage: &Coverage) -> Self {
        let mut found = Self::default();
        let Some(comparison) = run.windows.comparison else { return found };
        for id in &run.question.kpis {
            let (Some(kpi), Some(grid)) = (run.catalog.kpis.get(id), main(run, grids, id)) else { continue };
            let completed = completed(run, kpi, coverage);
            let pairs = grid.frame.iter().map(|span| pair(run, &comparison, (*span)?, completed)).collect();
            found.pairs.insert(id.clone(), pairs);
        }
        for (spans, kpis) in found.missing(run, grids) {
            // What is wrong with a KPI was said of the question itself.
            let read = over(run, kpis, &spans, coverage).await;
            found.pieces.extend(read.unwrap_or_default());
        }
        found
    }

    /// What bucket `at` of a KPI is compared with.
    pub(crate) fn pair(&self, kpi: &str, at: usize) -> Option<Pair> {
        self.pairs.get(kpi)?.get(at).copied().flatten()
    }

    /// What the buckets of a KPI are compared with.
    pub(crate) fn pairs(&self, kpi: &str) -> impl Iterator<Item = Pair> {
        self.pairs.get(kpi).into_iter().flatten().flatten().copied()
    }

    /// The cell of a group over `span`, a bucket of `grid` or a piece; `None` where nothing is known of it.
    pub(crate) fn cell<'c>(
        &'c self,
        kpi: &str,
        span: Span,
        grid: Option<&'c Grid>,
        key: &(RowKind, Group),
    ) -> Option<&'c Cell> {
        let bucket = grid.and_then(|grid| Some((grid, place(grid, span)?)));
        let (grid, at) = match bucket {
            Some(bucket) => bucket,
            None => (self.pieces.get(&(kpi.to_owned(), span))?, 0),
        };
        grid.groups.get(key).and_then(|line| line.get(at)).or_else(|| grid.nothing(at))
    }

    /// The stretches that are no bucket of any grid, with the KPIs that need them.
    fn missing(&self, run: &Run<'_>, grids: &Grids) -> Vec<(Vec<Span>, Vec<String>)> {
        let mut wanted: Vec<(Vec<Span>, Vec<String>)> = Vec::new();
        for id in self.pairs.keys() {
            let other = run.windows.compare.and_then(|index| grids.get(&(id.clone(), index)));
            let lacks = |grid: Option<&Grid>, span: Span| grid.is_none_or(|grid| place(grid, span).is_none());
            let now = self.pairs(id).map(|pair| pair.now).filter(|span| lacks(main(run, grids, id), *span));
            let then = self.pairs(id).map(|pair| pair.then).filter(|span| lacks(other, *span));
            let spans: Vec<Span> = now.chain(then).collect();
            match wanted.iter_mut().find(|(known, _)| *known == spans) {
                Some((_, kpis)) => kpis.push(id.clone()),
                None if spans.is_empty() => {}
                None => wanted.push((spans, vec![id.clone()])),
            }
        }
        wanted
    }
}

fn main<'g>(run: &Run<'_>, grids: &'g Grids, id: &str) -> Option<&'g Grid> {
    grids.get(&(id.to_owned(), run.windows.main))
}

/// The place of the bucket that is `span`.
pub(crate) fn place(grid: &Grid, span: Span) -> Option<usize> {
    let at = grid.frame.partition_point(|known| known.is_some_and(|known| known.start < span.start));
    (grid.frame.get(at).copied().flatten() == Some(span)).then_some(at)
}

/// What a bucket is compared with, up to the end of what is `completed` of both; `None` where nothing of either is.
fn pair(run: &Run<'_>, comparison: &Comparison, bucket: Span, completed: Option<Timestamp>) -> Option<Pair> {
    let calendar = &run.calendar;
    let then = calendar.counterpart(comparison, run.question.grain, bucket)?;
    let mut pair = Pair { now: bucket, then };
    let Some(end) = completed else { return Some(pair) };
    let cut = |span: Span| Span { start: span.start, end: end.clamp(span.start, span.end) };
    if end < pair.now.end {
        pair.now = cut(pair.now);
        pair.then = calendar.first_days(pair.then, pair.now);
    }
    if end < pair.then.end {
        pair.then = cut(pair.then);
        pair.now = calendar.first_days(pair.now, pair.then);
    }
    (!pair.now.is_empty() && !pair.then.is_empty()).then_some(pair)
}

/// The end of the last day that every source of a KPI has completed, of an answer by hours that of the last hour; `None` where no
/// source says.
fn completed(run: &Run<'_>, kpi: &Kpi, coverage: &Coverage) -> Option<Timestamp> {
    let (tables, matures) = feeding(run, kpi);
    let reached = coverage.reached_by(tables)?;
    let unit = if run.question.grain == Some(Grain::Hour) { Grain::Hour } else { Grain::Day };
    let start = run.calendar.bucket_of(unit, reached).start;
    Some(run.calendar.days_before(Span { start, end: start }, matures).start)
}

/// The tables that feed a KPI, and after how many days a day of it is complete.
pub(crate) fn feeding<'r>(run: &'r Run<'_>, kpi: &Kpi) -> (Vec<&'r String>, i64) {
    let roots = run.prepared.roots(&kpi.id);
    let matures = roots.iter().filter_map(|id| run.catalog.kpis.get(*id)?.matures_days);
    let matures = matures.chain(kpi.matures_days).max().unwrap_or(0);
    let models = roots.iter().filter_map(|id| Some(&run.prepared.measured.get(*id)?.source.model));
    let tables = models.filter_map(|model| run.tables.get(model)).flatten();
    (tables.collect(), matures)
}

/// `kpis` over each of `spans`, by KPI and span.
async fn over(
    run: &Run<'_>,
    kpis: Vec<String>,
    spans: &[Span],
    coverage: &Coverage,
) -> Result<HashMap<(String, Span), Grid>, AskError> {
    let (compare, grain, top, sort) = (None, None, None, Sort::Dimension);
    let question = Question { kpis, compare, grain, top, sort, ..run.question.clone() };
    let before = |span| window_before(&run.calendar, run.question, false, span);
    let windows = |previous: bool| Ok(Windows::of_pieces(spans, |span| previous.then(|| before(span))));
    let mut pieces = Run::prepare(run.ctx, run.catalog, &run.calendar, &question, windows).await?;
    pieces.scan().await;
    let grids = pieces.grids(coverage);
    let span = |index: usize| pieces.windows.all.get(index).and_then(|window| window.span);
    Ok(grids.into_iter().filter_map(|((id, index), grid)| Some(((id, span(index)?), grid))).collect())
}
