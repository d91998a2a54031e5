//! Grids as answers: ranked, sorted, compared, and each with its reason where there is no value.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{
    Answer, AskNote, Basis, Compared, Grain, Kpi, Message, NoValue, OfOrders, Sort, Span, Unit, Value, currency_code,
};
use jauge_store::tables::DAILY;
use jiff::Timestamp;

use super::answered::Answered;
use super::comparison_notes;
use super::counterparts::{Counterparts, Pair, feeding};
use super::coverage::Coverage;
use super::currency::CURRENCY;
use super::of_orders::hangs;
use super::reason::Reasons;
use super::row_kind::RowKind;
use super::rows::{Cell, Group, order};
use super::run::{Grids, Run};
use crate::planner::grid::Grid;

/// The answers to a question whose scans are done.
pub(crate) fn answer(run: &Run<'_>, grids: &Grids, counterparts: &Counterparts, coverage: &Coverage) -> Answered {
    let mut answered = Answered::default();
    let order = Order::of(run, grids);
    for id in &run.question.kpis {
        let Some(kpi) = run.catalog.kpis.get(id) else { continue };
        if let Some(error) = run.failed.get(id) {
            answered.problems.push((id.clone(), error.clone()));
            continue;
        }
        let now = grids.get(&(id.clone(), run.windows.main));
        let then = run.windows.compare.and_then(|index| grids.get(&(id.clone(), index)));
        if let Some(now) = now {
            let unmet = unmet(run, coverage, kpi);
            let roots = run.prepared.roots(id).into_iter();
            let basis = hangs(run.catalog, roots, OfOrders::has_basis).then_some(run.catalog.basis);
            let of_kpi = KpiAnswers { run, coverage, kpi, now, then, counterparts, unmet, basis };
            of_kpi.answer(&order, &mut answered.answers);
            answered.notes.extend(short_history(run, coverage, kpi));
            answered.notes.extend(short_lookback(run, coverage, now, kpi));
            answered.notes.extend(mixed_sources(run, grids, coverage, kpi));
        }
    }
    Reasons { run, coverage }.name_below(grids, &mut answered.answers);
    answered.notes.extend(comparison_notes::notes(run, grids, counterparts, coverage));
    answered.notes.extend(estimated(run, coverage));
    answered.notes.extend(ranked_currencies(run, grids));
    if run.question.top.is_some() && run.question.by.is_empty() {
        answered.notes.push(AskNote::TopWithoutBy.into());
    }
    answered
}

/// Why a KPI has no value anywhere: what it, or one it is computed from, needs and was never loaded.
fn unmet(run: &Run<'_>, coverage: &Coverage, kpi: &Kpi) -> Option<NoValue> {
    run.unmet(kpi, coverage).or_else(|| {
        let roots = run.prepared.roots(&kpi.id).into_iter().filter(|id| *id != kpi.id);
        let of = |root: &Kpi| {
            let why = Box::new(run.unmet(root, coverage)?);
            Some(NoValue::Of { kpi: root.id.clone(), why })
        };
        roots.filter_map(|id| run.catalog.kpis.get(id)).find_map(of)
    })
}

/// Says that visitors are told apart by little.
fn estimated(run: &Run<'_>, coverage: &Coverage) -> Option<Message> {
    let per_visitor = |id: &&String| run.catalog.kpis.get(*id).is_some_and(|kpi| kpi.per_visitor);
    let kpis: Vec<String> = run.question.kpis.iter().filter(per_visitor).cloned().collect();
    (coverage.by_address && !kpis.is_empty()).then(|| AskNote::VisitorsEstimated { kpis }.into())
}

/// Says that what was before the data began would change the answer.
fn short_history(run: &Run<'_>, coverage: &Coverage, kpi: &Kpi) -> Option<Message> {
    let days = kpi.history_days?;
    let model = &run.prepared.measured.get(&kpi.id)?.source.model;
    // Who came before, `daily` does not tell.
    let tables = run.tables.get(model)?.iter().filter(|table| *table != DAILY);
    let began = tables.filter_map(|table| coverage.began.get(table)).min()?;
    let start = run.windows.all.get(run.windows.main)?.span.map_or(*began, |span| span.start);
    let enough = began.checked_add(jiff::SignedDuration::from_hours(days.saturating_mul(24))).ok()?;
    let note = AskNote::ShortHistory { kpi: kpi.id.clone(), began: run.calendar.date(*began) };
    (start < enough).then(|| note.into())
}

/// Says that buckets look back over fewer days than asked, because the data begin later.
fn short_lookback(run: &Run<'_>, coverage: &Coverage, now: &Grid, kpi: &Kpi) -> Option<Message> {
    run.question.lookback?;
    let roots = run.prepared.roots(&kpi.id);
    let mut reaches = roots.into_iter().filter_map(|id| run.reach(id, coverage));
    let began = reaches.find_map(|reach| now.frame.iter().flatten().find_map(|bucket| reach.cut_short(*bucket)))?;
    Some(AskNote::ShortLookback { kpi: kpi.id.clone(), began: run.calendar.date(began) }.into())
}

/// Says that parts of a KPI come from sources that do not cover the same, with how much each covers in the period.
fn mixed_sources(run: &Run<'_>, grids: &Grids, coverage: &Coverage, kpi: &Kpi) -> Option<Message> {
    let share = |id: &String| {
        let known = run.catalog.kpis.get(id).filter(|known| coverage.unmet(run.catalog, known).is_none())?;
        let grid = grids.get(&(id.clone(), run.windows.main))?;
        let cells = grid.groups.iter().filter(|((level, _), _)| *level == RowKind::Base).flat_map(|(_, line)| line);
        let [above, below] = cells.fold([0.0, 0.0], |[above, below], cell| {
            [above + cell.numerator.as_f64().unwrap_or(0.0), below + cell.denominator.as_f64().unwrap_or(0.0)]
        });
        (below > 0.0).then(|| (known.title.clone(), above / below))
    };
    let shares: Vec<_> = kpi.coverage.iter().map(share).collect::<Option<_>>()?;
    if shares.iter().all(|(_, share)| *share >= 1.0) {
        return None;
    }
    Some(AskNote::MixedSources { kpi: kpi.id.clone(), shares }.into())
}

/// Says that groups are ranked by amounts in different currencies.
fn ranked_currencies(run: &Run<'_>, grids: &Grids) -> Option<Message> {
    let question = run.question;
    if question.by.is_empty() || (question.top.is_none() && question.sort == Sort::Dimension) {
        return None;
    }
    let (kpi, grid) = question.kpis.iter().find_map(|id| Some((id, grids.get(&(id.clone(), run.windows.main))?)))?;
    let cells = grid.groups.values().flatten();
    let currencies: BTreeSet<&str> = cells.filter_map(|cell| cell.currencies.one()).collect();
    let currencies: Vec<String> = currencies.into_iter().map(str::to_owned).collect();
    (currencies.len() > 1).then(|| AskNote::RankedCurrencies { kpi: kpi.clone(), currencies }.into())
}

/// The order of the groups, and which are kept.
enum Order {
    /// By the dimensions' values, all of them.
    Dimensions,
    /// By the first KPI's value over the whole period.
    Ranked(BTreeMap<Group, usize>),
}

impl Order {
    fn of(run: &Run<'_>, grids: &Grids) -> Self {
        let question = run.question;
        if question.by.is_empty() || (question.top.is_none() && question.sort == Sort::Dimension) {
            return Self::Dimensions;
        }
        let first = question.kpis.iter().find_map(|id| grids.get(&(id.clone(), run.windows.main)));
        let Some(grid) = first else { return Self::Dimensions };
        // Where buckets look back, no row is of the whole period: the last bucket says which group is largest.
        let has_ranks = grid.groups.keys().any(|(level, _)| *level == RowKind::Rank);
        let level = if has_ranks { RowKind::Rank } else { RowKind::Base };
        let lines = grid.groups.iter().filter(|((known, _), _)| *known == level);
        let mut ranked: Vec<(&Group, &Value)> =
            lines.filter_map(|((_, group), line)| Some((group, &line.last()?.value))).collect();
        ranked.sort_by(|one, other| largest_first(one.1, other.1));
        ranked.truncate(question.top.unwrap_or(usize::MAX));
        match question.sort {
            Sort::Dimension => ranked.sort_by_key(|(group, _)| *group),
            Sort::ValueDescending => {}
            Sort::ValueAscending => ranked.sort_by_key(|(_, value)| (value.is_null(), Reverse(Ranked(value)))),
        }
        Self::Ranked(ranked.into_iter().enumerate().map(|(place, (group, _))| (group.clone(), place)).collect())
    }

    /// The groups of `grid` that are kept, in order. Groups that the first KPI does not have come last, or are left out
    /// by `--top`.
    fn groups<'g>(&self, grid: &'g Grid, top: bool) -> Vec<&'g Group> {
        let base = grid.groups.keys().filter(|(level, _)| *level == RowKind::Base).map(|(_, group)| group);
        match self {
            Self::Dimensions => base.collect(),
            Self::Ranked(places) => {
                let mut kept: Vec<_> = base.filter(|group| !top || places.contains_key(*group)).collect();
                kept.sort_by_key(|group| places.get(*group).copied().unwrap_or(usize::MAX));
                kept
            }
        }
    }
}

/// A value ordered the larger the earlier.
#[derive(PartialEq)]
struct Ranked<'a>(&'a Value);

impl Eq for Ranked<'_> {}

impl PartialOrd for Ranked<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        largest_first(self.0, other.0)
    }
}

/// Largest first, nulls last.
fn largest_first(one: &Value, other: &Value) -> Ordering {
    one.is_null().cmp(&other.is_null()).then_with(|| order(other, one))
}

/// One KPI's answers.
struct KpiAnswers<'a> {
    run: &'a Run<'a>,
    coverage: &'a Coverage,
    kpi: &'a Kpi,
    now: &'a Grid,
    then: Option<&'a Grid>,
    counterparts: &'a Counterparts,
    unmet: Option<NoValue>,
    basis: Option<Basis>,
}

impl KpiAnswers<'_> {
    fn answer(&self, order: &Order, answers: &mut Vec<Answer>) {
        let groups = order.groups(self.now, self.run.question.top.is_some());
        for (at, span) in self.now.frame.iter().enumerate() {
            let complete = self.complete(*span);
            for group in &groups {
                answers.extend(self.row(RowKind::Base, group, at, *span, complete));
            }
            answers.extend(
                self.row(RowKind::Total, &Group::default(), at, *span, complete).filter(|_| self.run.question.total),
            );
        }
    }

    fn row(&self, level: RowKind, group: &Group, at: usize, span: Option<Span>, complete: bool) -> Option<Answer> {
        let key = (level, group.clone());
        let cell = self.now.groups.get(&key)?.get(at)?;
        let pair = self.counterparts.pair(&self.kpi.id, at);
        let side = |span, grid| self.counterparts.cell(&self.kpi.id, span, grid, &key);
        let own = pair.and_then(|pair| side(pair.now, Some(self.now)));
        let then = pair.and_then(|pair| side(pair.then, self.then));
        // An amount in another currency is nothing to compare with.
        let alike = |then: &&Cell| own.is_some_and(|own| !own.currencies.clone().and(&then.currencies).are_several());
        let value = |cell: Option<&Cell>| cell.map_or(Value::Null, |cell| cell.value.clone());
        let (compared, compare) = (value(own), value(then.filter(alike)));
        let split = !cell.denominator.is_null();
        let measured = self.run.prepared.measured.contains_key(&self.kpi.id) && self.unmet.is_none();
        let rows = if measured { Value::Int(cell.rows) } else { Value::Null };
        Some(Answer {
            kpi: self.kpi.id.clone(),
            unit: self.kpi.unit,
            currency: self.currency(cell, group),
            basis: self.basis,
            start: span.map(|span| self.start(span)),
            end: span.map(|span| span.end),
            complete,
            cut: self.is_cut(span),
            feasts: self.feasts(span),
            by: self.run.question.by.iter().cloned().zip(group.0.iter().cloned()).collect(),
            total: level == RowKind::Total,
            change: change(&compared, &compare),
            compare,
            compared: pair.map(|Pair { now, then }| Compared { now, then, value: compared }),
            noise: None,
            why: if cell.value.is_null() { Some(self.why(cell, span)) } else { None },
            n: if split { cell.denominator.clone() } else { rows },
            value: cell.value.clone(),
            numerator: cell.numerator.clone(),
            denominator: cell.denominator.clone(),
        })
    }

    /// Where that starts which a value covers: a bucket goes by its own start, and without buckets that is all a value looks back at.
    fn start(&self, span: Span) -> Timestamp {
        if self.run.question.grain.is_some() {
            return span.start;
        }
        let roots = self.run.prepared.roots(&self.kpi.id);
        let mut lookbacks = roots.into_iter().map(|id| self.run.lookback(id));
        let lookback = lookbacks.next().flatten().filter(|first| lookbacks.all(|other| other == Some(*first)));
        lookback.map_or(span.start, |lookback| self.run.calendar.lookback_start(span.end, lookback))
    }

    /// What an amount is in: its own currency, else that of its group, else the workspace's.
    fn currency(&self, cell: &Cell, group: &Group) -> Option<String> {
        if self.kpi.unit != Unit::Money || cell.currencies.are_several() {
            return None;
        }
        let place = self.run.question.by.iter().position(|dimension| dimension == CURRENCY);
        let of_group = place.and_then(|place| match group.0.get(place) {
            Some(Value::Text(text)) => currency_code(text),
            _ => None,
        });
        let named = cell.currencies.one().or(of_group).map(str::to_owned);
        named.or_else(|| self.run.catalog.currency.clone())
    }

    fn why(&self, cell: &Cell, span: Option<Span>) -> NoValue {
        if let Some(why) = &self.unmet {
            return why.clone();
        }
        Reasons { run: self.run, coverage: self.coverage }.of(&self.kpi.id, cell, span)
    }

    fn complete(&self, span: Option<Span>) -> bool {
        let (tables, matures) = feeding(self.run, self.kpi);
        let roots = self.run.prepared.roots(&self.kpi.id);
        let begun = |span: Span| {
            roots.iter().filter_map(|id| self.run.reach(id, self.coverage)).all(|reach| reach.has_begun(span))
        };
        span.is_some_and(|span| begun(span) && self.coverage.complete(tables, &self.run.calendar, span.end, matures))
    }

    /// True where the unit that a bucket is of reaches beyond it; of one that looks back, only its end counts.
    fn is_cut(&self, span: Option<Span>) -> bool {
        let (Some(span), Some(grain)) = (span, self.run.question.grain) else { return false };
        let whole = self.run.calendar.bucket_of(grain, span.start);
        let back = self.run.question.lookback.is_some() || self.kpi.window_days.is_some();
        whole.end != span.end || (whole.start != span.start && !back)
    }

    /// The feasts of a day or a week.
    fn feasts(&self, span: Option<Span>) -> Vec<String> {
        let fine = matches!(self.run.question.grain, Some(Grain::Day | Grain::Week));
        let feasts = span.filter(|_| fine).map(|span| self.run.calendar.feasts_in(span));
        feasts.into_iter().flatten().map(str::to_owned).collect()
    }
}

/// (value − compare) / |compare|.
fn change(value: &Value, compare: &Value) -> Value {
    match (value.as_f64(), compare.as_f64()) {
        (Some(value), Some(compare)) if compare != 0.0 => Value::Float((value - compare) / compare.abs()),
        _ => Value::Null,
    }
}
