//! Funnels: the events of each session or visitor in order, and how far they lead.
//!
//! The engine finds the events, sorts them and says which steps each reaches; the walk along them is ours, one session or visitor
//! at a time, so that memory does not grow with the events.

mod events;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use arrow::{
    array::{Array, AsArray, RecordBatch, StringArray},
    compute::cast,
    datatypes::{DataType, Int64Type},
};
use datafusion::{common::Result as EngineResult, error::DataFusionError, prelude::SessionContext};
use futures::StreamExt;
use jauge_domain::{Calendar, EngineMessage, Funnel, Per, Question, Span, StepAnswer, Value};
use jiff::Timestamp;

use crate::planner::{AskError, Coverage, asked_span};
use events::events;
use jauge_store::told;
use walk::{Attempt, Touch, attempts};

/// A group in a bucket: the bucket's start in microseconds, and the dimensions' values as text.
type Place = (Option<i64>, Vec<Option<String>>);

/// What came of the attempts of one place.
#[derive(Default)]
struct Counts {
    /// How many reached each step.
    entered: Vec<u64>,
    /// Seconds from step to step.
    seconds: Vec<Vec<f64>>,
}

/// Answers `question`'s period, grain, dimensions and filter for `funnel`; its KPIs are not looked at.
pub async fn ask(
    ctx: &SessionContext,
    calendar: &Calendar,
    coverage: &Coverage,
    funnel: &Funnel,
    question: &Question,
    now: Timestamp,
) -> Result<Vec<StepAnswer>, AskError> {
    let failed = |error: DataFusionError| AskError::run([funnel.id.as_str()], &error);
    let span = asked_span(question, calendar, now)?;
    let events = events(ctx, funnel, question, span).await?;
    let mut rows = events.execute_stream().await.map_err(failed)?;
    let mut walking = Walking { funnel, calendar, question, span, counts: BTreeMap::new(), now: None };
    while let Some(batch) = rows.next().await {
        walking.read(&batch.map_err(failed)?).map_err(failed)?;
    }
    walking.end();
    let known = |event: &str| coverage.events.as_ref().is_none_or(|events: &BTreeSet<String>| events.contains(event));
    Ok(walking.answers(|step| known(&funnel.steps[step].event)))
}

/// The stretch of time that `question` asks of a funnel; `None` for all there is.
///
/// # Errors
/// There is no such period.
pub fn span(question: &Question, calendar: &Calendar, now: Timestamp) -> Result<Option<Span>, AskError> {
    asked_span(question, calendar, now)
}

/// Whether the events of `funnel`'s steps are in no session, so that none can be counted.
///
/// # Errors
/// The model `hits` cannot be read.
pub async fn is_sessionless(ctx: &SessionContext, funnel: &Funnel) -> Result<bool, AskError> {
    if funnel.per != Per::Session {
        return Ok(false);
    }
    events::are_sessionless(ctx, funnel).await.map_err(|error| AskError::run([funnel.id.as_str()], &error))
}

/// The walk along all events.
struct Walking<'a> {
    funnel: &'a Funnel,
    calendar: &'a Calendar,
    question: &'a Question,
    span: Option<Span>,
    counts: BTreeMap<Place, Counts>,
    now: Option<Under>,
}

/// The session or visitor under way.
struct Under {
    entity: String,
    touches: Vec<Touch>,
    /// Of each touch: when what it belongs to began, and its groups.
    places: Vec<(i64, Vec<Option<String>>)>,
}

impl Walking<'_> {
    fn read(&mut self, batch: &RecordBatch) -> EngineResult<()> {
        let text = |name: &str| -> EngineResult<StringArray> {
            let column = batch.column_by_name(name).ok_or_else(|| missing(name))?;
            Ok(cast(column, &DataType::Utf8)?.as_string::<i32>().clone())
        };
        let number = |name: &str| -> EngineResult<arrow::array::Int64Array> {
            let column = batch.column_by_name(name).ok_or_else(|| missing(name))?;
            Ok(cast(column, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
        };
        let (entity, began, at, steps) = (text("entity")?, number("began")?, number("at")?, number("steps")?);
        let by = self.question.by.iter().map(|name| text(&format!("by {name}"))).collect::<EngineResult<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            if self.now.as_ref().is_none_or(|under| under.entity != entity.value(row)) {
                self.end();
                let entity = entity.value(row).to_owned();
                self.now = Some(Under { entity, touches: Vec::new(), places: Vec::new() });
            }
            if let Some(under) = &mut self.now {
                under.touches.push(Touch { at: at.value(row), steps: steps.value(row).unsigned_abs() });
                let groups = by.iter().map(|column| column.is_valid(row).then(|| column.value(row).to_owned()));
                under.places.push((began.value(row), groups.collect()));
            }
        }
        Ok(())
    }

    /// Ends the session or visitor under way.
    fn end(&mut self) {
        let Some(under) = self.now.take() else { return };
        for (bucket, touches) in self.runs(&under.places) {
            for attempt in attempts(self.funnel, &under.touches, touches) {
                let (began, groups) = &under.places[attempt.first];
                let is_asked = |span: Span| Timestamp::from_microsecond(*began).is_ok_and(|at| span.contains(at));
                if self.span.is_none_or(is_asked) {
                    self.counts.entry((bucket, groups.clone())).or_default().add(&attempt, self.funnel.steps.len());
                }
            }
        }
    }

    /// The touches that begin in one bucket, bucket by bucket: each is answered as if it were asked for by itself.
    fn runs(&self, places: &[(i64, Vec<Option<String>>)]) -> Vec<(Option<i64>, Range<usize>)> {
        let Some(grain) = self.question.grain else { return vec![(None, 0..places.len())] };
        let mut runs = Vec::new();
        let mut from = 0;
        while let Some((began, _)) = places.get(from) {
            let bucket = Timestamp::from_microsecond(*began).map(|at| self.calendar.bucket_of(grain, at));
            let [start, end] =
                bucket.map_or([*began; 2], |bucket| [bucket.start, bucket.end].map(Timestamp::as_microsecond));
            let to = from + places[from..].partition_point(|(began, _)| *began < end).max(1);
            runs.push((Some(start), from..to));
            from = to;
        }
        runs
    }

    fn answers(self, known: impl Fn(usize) -> bool) -> Vec<StepAnswer> {
        let mut answers = Vec::new();
        for ((bucket, groups), counts) in &self.counts {
            let start = bucket.and_then(|start| Timestamp::from_microsecond(start).ok());
            let span = match (self.question.grain, start) {
                (Some(grain), Some(start)) => {
                    let bucket = self.calendar.bucket_of(grain, start);
                    Some(Span { start: bucket.start, end: bucket.end })
                }
                _ => self.span,
            };
            let by = self.question.by.iter().zip(groups);
            let by: Vec<_> =
                by.map(|(name, value)| (name.clone(), value.clone().map_or(Value::Null, Value::Text))).collect();
            let entered = |step: usize| known(step).then(|| counts.entered[step]);
            for step in 0..self.funnel.steps.len() {
                // A step that is not tracked is passed over: the one before it is what the next is compared with.
                let before = (0..step).rev().find_map(entered);
                let (now, first) = (entered(step), entered(0));
                let share = |of: Option<u64>| {
                    let of = of.filter(|of| *of > 0)?;
                    now.map(|now| now as f64 / of as f64)
                };
                answers.push(StepAnswer {
                    step,
                    start: span.map(|span| span.start),
                    end: span.map(|span| span.end),
                    by: by.clone(),
                    entered: now,
                    rate: share(before),
                    overall: share(first),
                    lost: before.zip(now).map(|(before, now)| before - now),
                    seconds: counts.median(step),
                });
            }
        }
        answers
    }
}

impl Counts {
    fn add(&mut self, attempt: &Attempt, steps: usize) {
        self.entered.resize(steps, 0);
        self.seconds.resize(steps, Vec::new());
        self.entered.iter_mut().take(attempt.reached).for_each(|entered| *entered += 1);
        for (step, pair) in attempt.times.windows(2).enumerate() {
            self.seconds[step + 1].push((pair[1] - pair[0]) as f64 / 1e6);
        }
    }

    /// The median time from the step before.
    fn median(&self, step: usize) -> Option<f64> {
        let mut seconds = self.seconds.get(step)?.clone();
        seconds.sort_by(f64::total_cmp);
        let middle = seconds.len() / 2;
        match seconds.len() {
            0 => None,
            length if length % 2 == 1 => Some(seconds[middle]),
            _ => Some(f64::midpoint(seconds[middle - 1], seconds[middle])),
        }
    }
}

fn missing(name: &str) -> DataFusionError {
    told(EngineMessage::LacksColumn { name: name.to_owned() })
}
