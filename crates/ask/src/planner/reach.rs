//! From when to when data reach, and of which buckets they know nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use jauge_domain::{Calendar, Lookback, NoValue, Span};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::coverage::Coverage;

/// From when to when data reach; an end that is not known bounds nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Reach {
    /// The start of the day on which they begin.
    from: Option<Timestamp>,
    /// Up to when they have everything.
    to: Option<Timestamp>,
    /// From when on nothing is looked at.
    cut: Option<Timestamp>,
}

impl Reach {
    /// Of `tables` that are read together: from the first of them on, up to the least advanced.
    pub(crate) fn of<'t>(
        tables: impl IntoIterator<Item = &'t String> + Clone,
        coverage: &Coverage,
        calendar: &Calendar,
    ) -> Self {
        let began = tables.clone().into_iter().filter_map(|table| coverage.began.get(table).copied()).min();
        let reached = coverage.reached_by(tables);
        let day = |at: Timestamp| calendar.day_start(calendar.date(at));
        Self { from: began.map(day), to: reached, cut: coverage.as_of }
    }

    /// Of `tables` of which one suffices: from the first of them on, up to the most advanced of their sources.
    pub(crate) fn of_any(tables: &[String], coverage: &Coverage, calendar: &Calendar) -> Self {
        let began: Option<Vec<Timestamp>> = tables.iter().map(|table| coverage.began.get(table).copied()).collect();
        let reached: Option<Vec<Timestamp>> = tables.iter().map(|table| coverage.furthest(table)).collect();
        let from = began.and_then(|began| began.into_iter().min()).map(|at| calendar.day_start(calendar.date(at)));
        Self { from, to: reached.and_then(|reached| reached.into_iter().max()), cut: coverage.as_of }
    }

    /// Why nothing is known of `span`, which lies wholly before or after.
    fn why_unknown(&self, span: Span, calendar: &Calendar) -> Option<NoValue> {
        let before = self.from.filter(|from| span.end <= *from);
        before.map(|from| NoValue::DataBegin { date: calendar.date(from) }).or_else(|| self.why_after(span, calendar))
    }

    fn why_after(&self, span: Span, calendar: &Calendar) -> Option<NoValue> {
        let beyond = self.to.is_some_and(|to| span.start > to) || self.cut.is_some_and(|cut| span.start >= cut);
        let last = self.to.into_iter().chain(self.cut.map(just_before)).min()?;
        beyond.then(|| NoValue::DataReach { date: calendar.date(last) })
    }
}

/// The last moment before `instant`.
fn just_before(instant: Timestamp) -> Timestamp {
    instant.checked_sub(SignedDuration::from_micros(1)).unwrap_or(instant)
}

/// From when to when the data of one KPI reach.
pub(crate) struct KpiReach {
    pub(crate) calendar: Arc<Calendar>,
    /// Those of its model.
    pub(crate) model: Reach,
    /// Those of each table, or of alternatives, it cannot do without: rows of others say nothing where these do not reach.
    pub(crate) needed: Vec<Reach>,
    /// How far its buckets look back.
    pub(crate) lookback: Option<Lookback>,
    /// The days that `daily` counts, where it has no value for them, and why.
    pub(crate) by_day: Option<(Arc<BTreeSet<Date>>, NoValue)>,
}

impl KpiReach {
    /// Why nothing is known of a bucket that has so many `rows`.
    pub(crate) fn why_unknown(&self, bucket: Span, rows: i64) -> Option<NoValue> {
        let looked = self.looked_at(bucket);
        let needed = self.needed.iter().find_map(|reach| reach.why_unknown(looked, &self.calendar));
        needed
            .or_else(|| self.why_by_day(looked))
            .or_else(|| self.model.why_unknown(bucket, &self.calendar).filter(|_| rows == 0))
    }

    /// Why `span`, of which `daily` counts a day, has no value.
    fn why_by_day(&self, span: Span) -> Option<NoValue> {
        let (days, why) = self.by_day.as_ref()?;
        let (first, after) = self.calendar.days_of(span);
        (first < after && days.range(first..after).next().is_some()).then(|| why.clone())
    }

    /// True where the data had begun before the bucket's end, and before all that it looks back at.
    pub(crate) fn has_begun(&self, bucket: Span) -> bool {
        self.starts().all(|from| from < bucket.end) && self.cut_short(bucket).is_none()
    }

    /// When the data begin, where that is within what the bucket looks back at.
    pub(crate) fn cut_short(&self, bucket: Span) -> Option<Timestamp> {
        self.lookback?;
        let looked = self.looked_at(bucket);
        self.starts().filter(|from| looked.start < *from && *from < looked.end).max()
    }

    /// When the data begin, where that is within `span`.
    pub(crate) fn begins_in(&self, span: Span) -> Option<Timestamp> {
        self.starts().filter(|from| span.start < *from && *from < span.end).max()
    }

    /// When the data begin, where all of `span` lies before.
    pub(crate) fn begins_after(&self, span: Span) -> Option<Timestamp> {
        self.starts().filter(|from| span.end <= *from).max()
    }

    fn starts(&self) -> impl Iterator<Item = Timestamp> {
        self.needed.iter().chain([&self.model]).filter_map(|reach| reach.from)
    }

    fn looked_at(&self, bucket: Span) -> Span {
        let start = self.lookback.map_or(bucket.start, |back| self.calendar.lookback_start(bucket.end, back));
        Span { start, end: bucket.end }
    }
}
