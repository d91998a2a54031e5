//! The table `evaluations`: what was said of each objective, and when.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Schema};
use jauge_domain::{ColumnKind, Evaluation, EvaluationColumn, Finding, Value};
use jiff::Timestamp;
use serde_json::Map;

use jauge_store::{
    Store, StoreError, WriterLock, append,
    tables::{Repeated, TableSpec, timestamp},
};

pub use jauge_store::tables::EVALUATIONS;
/// When a row was written.
const EVALUATED_AT: &str = "evaluated_at";

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
    let rows: Vec<Map<String, serde_json::Value>> = evaluations.iter().map(|one| row(one, now)).collect();
    append(store, lock, &SPEC, batch, &rows).await
}

/// One row; a reason is its code with its arguments, as JSON.
fn row(one: &Evaluation, now: Timestamp) -> Map<String, serde_json::Value> {
    let code = |why: &Finding| serde_json::to_string(why).unwrap_or_default();
    let cells = EvaluationColumn::STORED.map(|column| (column.name().to_owned(), json(column.value(one, &code))));
    let at = (EVALUATED_AT.to_owned(), serde_json::Value::from(now.to_string()));
    [at].into_iter().chain(cells).collect()
}

fn json(value: Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Int(value) => value.into(),
        Value::Decimal(value) => value.to_f64().into(),
        Value::Float(value) => value.into(),
        Value::Bool(value) => value.into(),
        Value::Text(text) => text.into(),
    }
}

static SPEC: LazyLock<TableSpec> = LazyLock::new(|| {
    let kind = |kind: ColumnKind| match kind {
        ColumnKind::Text => DataType::Utf8,
        ColumnKind::Number => DataType::Float64,
        ColumnKind::Day => DataType::Date32,
        ColumnKind::Flag => DataType::Boolean,
    };
    let columns = EvaluationColumn::STORED.map(|column| Field::new(column.name(), kind(column.kind()), true));
    let columns = [Field::new(EVALUATED_AT, timestamp(), true)].into_iter().chain(columns);
    TableSpec {
        name: EVALUATIONS.to_owned(),
        schema: Arc::new(Schema::new(columns.collect::<Vec<_>>())),
        time: None,
        key: Vec::new(),
        repeated: Repeated::KeepFirst,
        derived_key: false,
    }
});
