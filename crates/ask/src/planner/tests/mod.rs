//! A small shop, and questions to it.

pub(crate) mod currencies;
mod cuts;
mod ends;
mod fair;
pub(crate) mod fused;
mod lookback;
mod money;
mod reasons;
mod refused;

use std::sync::Arc;

use datafusion::arrow::array::{
    Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use datafusion::prelude::SessionContext;
use jauge_domain::{Answer, Calendar, Message, Period, Question, Value, Weekday, When};
use jauge_report::Wording;
use jiff::Timestamp;

use super::{Answered, AskError, Coverage, ask};
use crate::catalog::{Catalog, TableInfo};

/// One hit: time, event, visitor, channel, value in ten-thousandths, x.
pub(super) type Hit = (&'static str, &'static str, &'static str, Option<&'static str>, Option<i128>, i64);

pub(crate) const NOW: &str = "2026-04-10T12:00:00Z";

/// A workspace in memory.
pub(crate) struct Shop {
    pub(crate) ctx: SessionContext,
    pub(crate) catalog: Catalog,
    pub(crate) calendar: Calendar,
    pub(crate) coverage: Coverage,
}

/// Around the day in March 2026 on which Paris loses an hour.
pub(super) const HITS: &[Hit] = &[
    ("2026-03-27T10:00:00Z", "page_view", "ann", Some("ads"), None, 1),
    ("2026-03-28T22:59:59Z", "page_view", "ann", Some("ads"), None, 2),
    // Sunday in Paris, still Saturday in UTC.
    ("2026-03-28T23:00:00Z", "page_view", "bob", Some("mail"), None, 0),
    ("2026-03-28T23:30:00Z", "purchase", "bob", Some("mail"), Some(100_001), 5),
    ("2026-03-29T21:59:59Z", "page_view", "ann", None, None, 0),
    // Monday in Paris: the Sunday had 23 hours.
    ("2026-03-29T22:00:00Z", "purchase", "ann", Some("mail"), Some(200_002), 4),
    ("2026-03-31T08:00:00Z", "page_view", "cid", Some("ads"), None, 3),
    ("2026-03-31T09:00:00Z", "purchase", "cid", Some("ads"), Some(-50_000), 2),
];

impl Shop {
    pub(super) fn new(hits: &[Hit]) -> Self {
        let ctx = SessionContext::new();
        let time = hits.iter().map(|hit| hit.0.parse::<Timestamp>().unwrap().as_microsecond());
        let time = TimestampMicrosecondArray::from_iter_values(time).with_timezone("UTC");
        let day = hits.iter().map(|hit| (hit.0.parse::<Timestamp>().unwrap().as_second() / 86400) as i32);
        let value = Decimal128Array::from_iter(hits.iter().map(|hit| hit.4)).with_precision_and_scale(18, 4).unwrap();
        let batch = RecordBatch::try_from_iter_with_nullable([
            ("event_time", Arc::new(time) as _, false),
            ("event_name", Arc::new(StringArray::from_iter_values(hits.iter().map(|hit| hit.1))) as _, false),
            ("visitor_id", Arc::new(StringArray::from_iter_values(hits.iter().map(|hit| hit.2))) as _, false),
            ("channel", Arc::new(StringArray::from_iter(hits.iter().map(|hit| hit.3))) as _, true),
            ("value", Arc::new(value) as _, true),
            ("x", Arc::new(Int64Array::from_iter_values(hits.iter().map(|hit| hit.5))) as _, false),
            ("day", Arc::new(Date32Array::from_iter_values(day)) as _, false),
        ])
        .unwrap();
        ctx.register_batch("hits", batch.clone()).unwrap();
        ctx.register_batch("days", batch).unwrap();
        let mut catalog = Catalog::default();
        let named =
            |name: &str, time: &str| TableInfo { name: name.into(), time: Some(time.into()), dimensions: Vec::new() };
        catalog.tables.insert("hits".into(), named("hits", "event_time"));
        catalog.tables.insert("days".into(), named("days", "day"));
        let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
        Self { ctx, catalog, calendar, coverage: Coverage::default() }
    }

    /// Adds a KPI; `id` stands in the pack `t`.
    pub(crate) fn kpi(mut self, id: &str, unit: &str, sql: &str) -> Self {
        self.add(id, unit, "", sql);
        self
    }

    pub(super) fn add(&mut self, id: &str, unit: &str, more: &str, sql: &str) {
        let text = format!("/*---\nid = \"t.{id}\"\nunit = \"{unit}\"\n{more}---*/\n{sql}");
        self.catalog.add_kpi(&format!("{id}.sql"), &text).unwrap();
    }

    pub(super) async fn ask(&self, question: &Question) -> Result<Answered, AskError> {
        ask(&self.ctx, &self.catalog, &self.calendar, &self.coverage, question, NOW.parse().unwrap()).await
    }

    /// The answers to a question that has no problem.
    pub(crate) async fn answers(&self, question: &Question) -> Vec<Answer> {
        let answered = self.ask(question).await.unwrap();
        assert_eq!(answered.problems, []);
        answered.answers
    }
}

/// A question about `period`, to KPIs of the pack `t`.
pub(super) fn question(kpis: &[&str], period: &str) -> Question {
    let when = if period == "all" { When::All } else { When::Period(period.parse::<Period>().unwrap()) };
    Question { kpis: kpis.iter().map(|id| format!("t.{id}")).collect(), when, ..Question::default() }
}

/// What a message says in English.
pub(crate) fn words(message: &Message) -> String {
    Wording::default().message(message)
}

pub(super) fn int(number: i64) -> Value {
    Value::Int(number)
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// The values alone.
pub(super) fn values(answers: &[Answer]) -> Vec<Value> {
    answers.iter().map(|answer| answer.value.clone()).collect()
}

/// Each answer's first dimension and value.
pub(super) fn groups(answers: &[Answer]) -> Vec<(Value, Value)> {
    let first = |answer: &Answer| answer.by.first().map(|(_, value)| value.clone()).unwrap_or_default();
    answers.iter().map(|answer| (first(answer), answer.value.clone())).collect()
}
