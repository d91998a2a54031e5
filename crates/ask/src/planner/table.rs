//! Answers as a table: every KPI a column, one row per bucket and group.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray, TimestampMicrosecondArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::Result as EngineResult;
use jauge_domain::{Answer, Unit, Value};
use jauge_store::array_of;
use jiff::Timestamp;

use super::currency::{CURRENCY, SEVERAL};

/// The answers with `start`, `end`, the dimensions `by`, and a column for each of `kpis`, as `kpis('month', …)` gives them; last
/// `currency`, what the row's amounts are in (`EUR+JPY` where each is in its own), where there are amounts and that is no
/// dimension.
///
/// Rows keep the order in which the answers first name them. Totals are left out: SQL computes its own.
///
/// # Errors
/// Where the engine cannot hold a column.
pub fn answers_to_batch(answers: &[Answer], kpis: &[String], by: &[String]) -> EngineResult<RecordBatch> {
    type Key = (Option<Timestamp>, Option<Timestamp>, Vec<String>);
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut rows: Vec<(&Answer, BTreeMap<&str, &Value>)> = Vec::new();
    let mut paid: Vec<BTreeSet<&str>> = Vec::new();
    for answer in answers.iter().filter(|answer| !answer.total) {
        let group = answer.by.iter().map(|(_, value)| format!("{value:?}")).collect();
        let at = *places.entry((answer.start, answer.end, group)).or_insert(rows.len());
        if at == rows.len() {
            rows.push((answer, BTreeMap::new()));
            paid.push(BTreeSet::new());
        }
        if let Some(paid) = paid.get_mut(at) {
            paid.extend(answer.currency.as_deref().filter(|_| !answer.value.is_null()));
        }
        if let Some((_, values)) = rows.get_mut(at) {
            values.insert(&answer.kpi, &answer.value);
        }
    }
    let instant = |of: fn(&Answer) -> Option<Timestamp>| -> ArrayRef {
        let times = rows.iter().map(|(answer, _)| of(answer).map(Timestamp::as_microsecond));
        Arc::new(times.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
    };
    let mut columns: Vec<(&str, ArrayRef)> =
        vec![("start", instant(|answer| answer.start)), ("end", instant(|answer| answer.end))];
    for (nth, dimension) in by.iter().enumerate() {
        let values = rows.iter().map(|(answer, _)| answer.by.get(nth).map_or(&Value::Null, |(_, value)| value));
        columns.push((dimension, array_of(&values.collect::<Vec<_>>(), &DataType::Utf8)?));
    }
    for kpi in kpis {
        let values = rows.iter().map(|(_, values)| values.get(kpi.as_str()).copied().unwrap_or(&Value::Null));
        columns.push((kpi, array_of(&values.collect::<Vec<_>>(), &DataType::Float64)?));
    }
    if answers.iter().any(|answer| answer.unit == Unit::Money) && !by.iter().any(|dimension| dimension == CURRENCY) {
        let joined = |paid: &BTreeSet<&str>| paid.iter().copied().collect::<Vec<_>>().join(SEVERAL);
        let named = paid.iter().map(|paid| (!paid.is_empty()).then(|| joined(paid)));
        columns.push((CURRENCY, Arc::new(named.collect::<StringArray>())));
    }
    let fields = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    Ok(RecordBatch::try_new(Arc::new(schema), arrays)?)
}
