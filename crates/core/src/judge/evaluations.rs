//! The table `evaluations`: what was said of each objective, and when.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Schema};
use jauge_domain::{Evaluation, Target};
use jiff::Timestamp;
use serde::Serialize;

use jauge_store::{
    Store, StoreError, WriterLock, append,
    tables::{Repeated, TableSpec, timestamp},
};

/// The table of evaluations.
pub const EVALUATIONS: &str = "evaluations";

#[derive(Serialize)]
struct Row<'a> {
    evaluated_at: String,
    as_of: String,
    objective: &'a str,
    kpi: Option<&'a str>,
    owner: Option<&'a str>,
    period: &'a str,
    period_start: String,
    period_end: String,
    status: &'static str,
    why: Option<&'a str>,
    actual: Option<f64>,
    target: Option<f64>,
    target_high: Option<f64>,
    baseline: Option<f64>,
    progress: Option<f64>,
    expected: Option<f64>,
    required: Option<f64>,
    forecast: Option<f64>,
    forecast_low: Option<f64>,
    forecast_high: Option<f64>,
    p_hit: Option<f64>,
    method: Option<&'a str>,
    backtest: Option<f64>,
    is_final: bool,
}

/// The table's columns.
pub(crate) fn spec() -> &'static TableSpec {
    &SPEC
}

/// Appends `evaluations`, all of them or none.
pub async fn record(
    store: &Store,
    lock: &WriterLock,
    evaluations: &[Evaluation],
    now: Timestamp,
) -> Result<(), StoreError> {
    if evaluations.is_empty() {
        return Ok(());
    }
    let batch = store.table(EVALUATIONS).await?.map_or(0, |table| table.last_batch()) + 1;
    let rows: Vec<Row<'_>> = evaluations.iter().map(|one| row(one, now)).collect();
    append(store, lock, &SPEC, batch, &rows).await
}

fn row(one: &Evaluation, now: Timestamp) -> Row<'_> {
    let forecast = one.forecast.as_ref();
    let (target, target_high) = match one.target {
        Some(Target::Between(low, high)) => (Some(low), Some(high)),
        Some(Target::Value(value) | Target::Relative(value) | Target::Points(value)) => (Some(value), None),
        None => (None, None),
    };
    Row {
        evaluated_at: now.to_string(),
        as_of: one.as_of.to_string(),
        objective: &one.objective,
        kpi: one.kpi.as_deref(),
        owner: one.owner.as_deref(),
        period: &one.period_name,
        period_start: one.period.0.to_string(),
        period_end: one.period.1.to_string(),
        status: one.status.name(),
        why: one.why.as_deref(),
        actual: one.actual,
        target,
        target_high,
        baseline: one.baseline,
        progress: one.progress,
        expected: one.expected,
        required: one.required,
        forecast: forecast.map(|forecast| forecast.value),
        forecast_low: forecast.map(|forecast| forecast.low),
        forecast_high: forecast.map(|forecast| forecast.high),
        p_hit: forecast.map(|forecast| forecast.p_hit),
        method: forecast.map(|forecast| forecast.method.as_str()),
        backtest: forecast.and_then(|forecast| forecast.backtest),
        is_final: one.is_final,
    }
}

static SPEC: LazyLock<TableSpec> = LazyLock::new(|| {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let number = |name: &str| Field::new(name, DataType::Float64, true);
    let date = |name: &str| Field::new(name, DataType::Date32, true);
    let columns = [Field::new("evaluated_at", timestamp(), true), date("as_of")]
        .into_iter()
        .chain(["objective", "kpi", "owner", "period"].map(text))
        .chain(["period_start", "period_end"].map(date))
        .chain(["status", "why"].map(text))
        .chain(["actual", "target", "target_high", "baseline", "progress", "expected", "required"].map(number))
        .chain(["forecast", "forecast_low", "forecast_high", "p_hit"].map(number))
        .chain([text("method"), number("backtest"), Field::new("is_final", DataType::Boolean, true)]);
    TableSpec {
        name: EVALUATIONS.to_owned(),
        schema: Arc::new(Schema::new(columns.collect::<Vec<_>>())),
        time: None,
        key: Vec::new(),
        repeated: Repeated::KeepFirst,
        derived_key: false,
    }
});
