//! The stretches of time a question needs, and which of them one scan can serve.

use datafusion::arrow::datatypes::TimeUnit;
use jauge_domain::{
    AskMessage, Bucket, Calendar, Comparison, END_OF_DATA_YEARS, FIRST_DATA_YEAR, Grain, Question, Span, When,
};
use jiff::Timestamp;

use super::AskError;
use super::error::MOST_BUCKETS;
use super::other_period::comparison;

/// A stretch of time that is asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Window {
    /// `None`: everything there is.
    pub(crate) span: Option<Span>,
    /// True where the data say where it starts or ends.
    pub(crate) open: bool,
}

/// The windows of a question, each once.
#[derive(Clone, Debug)]
pub(crate) struct Windows {
    pub(crate) all: Vec<Window>,
    /// Indexes into `all`: the period, the one compared with, and those that `previous("…")` looks at.
    pub(crate) main: usize,
    pub(crate) compare: Option<usize>,
    pub(crate) before_main: Option<usize>,
    pub(crate) before_compare: Option<usize>,
    /// Which days of the one period are compared with which of the other.
    pub(crate) comparison: Option<Comparison>,
    /// Stretches that are answered each by itself, in place of a period; and the window before each.
    pub(crate) pieces: Vec<(usize, Option<usize>)>,
}

/// The stretch of time that `question` asks about at `now`; `None`: everything there is.
pub(crate) fn asked_span(question: &Question, calendar: &Calendar, now: Timestamp) -> Result<Option<Span>, AskError> {
    let windows = windows(&Question { compare: None, ..question.clone() }, calendar, now, false)?;
    Ok(windows.all.first().and_then(|window| window.span))
}

/// The windows that `question` needs at `now`; with those before them where `previous` is asked for.
pub(crate) fn windows(
    question: &Question,
    calendar: &Calendar,
    now: Timestamp,
    previous: bool,
) -> Result<Windows, AskError> {
    let (span, days) = match &question.when {
        When::All => (None, false),
        When::Period(period) => (Some(calendar.span(period)?), false),
        When::Last(count, grain) => (Some(calendar.last(*count, *grain, now)?), *grain <= Grain::Week),
        When::Usual => (Some(calendar.last(28, Grain::Day, now)?), true),
    };
    let open = span.is_none_or(is_open);
    let main = Window { span, open };
    let closed = span.filter(|_| !open);
    let mut found = Windows { all: vec![main], ..Windows::everything() };
    let before = |span: Span| window_before(calendar, question, days, span);
    if let Some(compare) = &question.compare {
        let now = closed.ok_or(AskMessage::Compare)?;
        let comparison = comparison(question, compare, calendar, now, days)?;
        found.compare = Some(found.add(comparison.then));
        found.before_compare = previous.then(|| found.add(before(comparison.then)));
        found.comparison = Some(comparison);
    }
    if let Some(span) = closed.filter(|_| previous) {
        found.before_main = Some(found.add(before(span)));
    }
    Ok(found)
}

impl Windows {
    /// The one window of all there is.
    pub(crate) fn everything() -> Self {
        let all = vec![Window { span: None, open: true }];
        let (compare, before_main, before_compare, comparison) = (None, None, None, None);
        Self { all, main: 0, compare, before_main, before_compare, comparison, pieces: Vec::new() }
    }

    /// Each of `spans` by itself; with what lies `before` it where that is asked for.
    pub(crate) fn of_pieces(spans: &[Span], before: impl Fn(Span) -> Option<Span>) -> Self {
        let mut found = Self { all: Vec::new(), ..Self::everything() };
        for span in spans {
            let index = found.add(*span);
            let before = before(*span).map(|before| found.add(before));
            found.pieces.push((index, before));
        }
        found
    }

    /// The windows that are answered, each with the one before it where that is looked at.
    pub(crate) fn answered(&self) -> Vec<(usize, Option<usize>)> {
        if !self.pieces.is_empty() {
            return self.pieces.clone();
        }
        let compared = self.compare.map(|compare| (compare, self.before_compare));
        [(self.main, self.before_main)].into_iter().chain(compared).collect()
    }

    /// The windows in sets that do not overlap, so that a row belongs to one of a set at most and one scan serves it.
    pub(crate) fn passes(&self) -> Vec<Vec<usize>> {
        let mut passes: Vec<Vec<usize>> = Vec::new();
        for (index, window) in self.all.iter().enumerate() {
            let free = passes.iter_mut().find(|pass| pass.iter().all(|other| apart(window, &self.all[*other])));
            match free {
                Some(pass) => pass.push(index),
                None => passes.push(vec![index]),
            }
        }
        passes
    }

    fn add(&mut self, span: Span) -> usize {
        let window = Window { span: Some(span), open: false };
        self.all.iter().position(|known| *known == window).unwrap_or_else(|| {
            self.all.push(window);
            self.all.len() - 1
        })
    }
}

/// What `previous("…")` looks at of `span`: the bucket before it, or as much time; `days`: counted in days also where they make months.
pub(crate) fn window_before(calendar: &Calendar, question: &Question, days: bool, span: Span) -> Span {
    match question.grain {
        Some(grain) => bucket_before(calendar, grain, span),
        None if days => calendar.previous_days(span),
        None => calendar.previous(span),
    }
}

/// The bucket before the one in which `span` starts.
fn bucket_before(calendar: &Calendar, grain: Grain, span: Span) -> Span {
    let first = calendar.bucket_of(grain, span.start);
    let instant = first.start.checked_sub(jiff::SignedDuration::from_micros(1)).unwrap_or(first.start);
    let bucket = calendar.bucket_of(grain, instant);
    Span { start: bucket.start, end: bucket.end.min(span.start) }
}

fn apart(one: &Window, other: &Window) -> bool {
    match (one.span, other.span) {
        (Some(one), Some(other)) => one.meet(other).is_empty(),
        _ => false,
    }
}

/// True of what reaches beyond all data.
fn is_open(span: Span) -> bool {
    let year = |at: Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).year();
    year(span.start) < FIRST_DATA_YEAR || year(span.end) > END_OF_DATA_YEARS
}

/// The buckets an answer has along time: the span cut by the grain, or the span as one bucket.
pub(crate) fn frame(
    calendar: &Calendar,
    grain: Option<Grain>,
    window: Window,
    data: Option<Span>,
) -> Result<Vec<Option<Span>>, AskError> {
    let span = match (window.open, window.span, data) {
        (false, Some(span), _) => Some(span),
        (_, _, None) => None,
        (_, asked, Some(data)) => Some(asked.map_or(data, |asked| asked.meet(data))),
    };
    let Some(span) = span else { return Ok(if grain.is_some() { Vec::new() } else { vec![None] }) };
    let Some(grain) = grain else { return Ok(vec![Some(span)]) };
    if (span.end.as_second() - span.start.as_second()) / shortest(grain) > MOST_BUCKETS {
        let (from, to, most) = (span.start, span.end, MOST_BUCKETS);
        return Err(AskMessage::Buckets { grain, from, to, most }.into());
    }
    let whole = |bucket: &Bucket| Span::from(*bucket);
    let clip = |bucket: Span| if window.open { bucket } else { bucket.meet(span) };
    Ok(calendar.buckets(grain, span).iter().map(whole).map(|bucket| Some(clip(bucket))).collect())
}

/// About how many seconds a bucket has.
fn shortest(grain: Grain) -> i64 {
    if grain == Grain::Hour { 3600 } else { 86_400 }
}

/// Microseconds in the unit of a time column. Boundaries are whole seconds, so nothing is lost.
pub(crate) fn in_unit(micros: i64, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => micros.div_euclid(1_000_000),
        TimeUnit::Millisecond => micros.div_euclid(1_000),
        TimeUnit::Microsecond => micros,
        TimeUnit::Nanosecond => micros.saturating_mul(1_000),
    }
}
