//! Answers as a table: every KPI a column, one row per bucket and group.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use datafusion::common::{Result as EngineResult, ScalarValue};
use jauge_domain::{Answer, Value};
use jiff::Timestamp;

/// The answers with `start`, `end`, the dimensions `by`, and a column for each of `kpis`, as `kpis('month', …)` gives them.
///
/// Rows keep the order in which the answers first name them. Totals are left out: SQL computes its own.
///
/// # Errors
/// Where the engine cannot hold a column.
pub fn answers_to_batch(answers: &[Answer], kpis: &[String], by: &[String]) -> EngineResult<RecordBatch> {
    type Key = (Option<Timestamp>, Option<Timestamp>, Vec<String>);
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut rows: Vec<(&Answer, BTreeMap<&str, &Value>)> = Vec::new();
    for answer in answers.iter().filter(|answer| !answer.total) {
        let group = answer.by.iter().map(|(_, value)| format!("{value:?}")).collect();
        let at = *places.entry((answer.start, answer.end, group)).or_insert(rows.len());
        if at == rows.len() {
            rows.push((answer, BTreeMap::new()));
        }
        if let Some((_, values)) = rows.get_mut(at) {
            values.insert(&answer.kpi, &answer.value);
        }
    }
    let instant = |at: Option<Timestamp>| {
        ScalarValue::TimestampMicrosecond(at.map(Timestamp::as_microsecond), Some("UTC".into()))
    };
    let mut columns = vec![
        ("start".to_owned(), rows.iter().map(|(answer, _)| instant(answer.start)).collect::<Vec<_>>()),
        ("end".to_owned(), rows.iter().map(|(answer, _)| instant(answer.end)).collect()),
    ];
    for (nth, dimension) in by.iter().enumerate() {
        let values: Vec<_> = rows.iter().map(|(answer, _)| answer.by.get(nth).map(|(_, value)| value)).collect();
        columns.push((dimension.clone(), scalars(&values, DataType::Utf8)));
    }
    for kpi in kpis {
        let values: Vec<_> = rows.iter().map(|(_, values)| values.get(kpi.as_str()).copied()).collect();
        columns.push((kpi.clone(), scalars(&values, DataType::Float64)));
    }
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for (name, values) in columns {
        let zoned = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let kind = values.first().map_or(zoned, ScalarValue::data_type);
        let array = if values.is_empty() {
            datafusion::arrow::array::new_empty_array(&kind)
        } else {
            ScalarValue::iter_to_array(values)?
        };
        fields.push(Field::new(name, kind, true));
        arrays.push(array);
    }
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)
}

/// The values in one type: the widest there is, or `none` where there is none.
fn scalars(values: &[Option<&Value>], none: DataType) -> Vec<ScalarValue> {
    let kind = values.iter().flatten().filter_map(|value| kind(value)).reduce(wider).unwrap_or(none);
    values.iter().map(|value| scalar(value.unwrap_or(&Value::Null), &kind)).collect()
}

fn kind(value: &Value) -> Option<DataType> {
    match value {
        Value::Null => None,
        Value::Int(_) => Some(DataType::Int64),
        Value::Decimal(decimal) => Some(DataType::Decimal128(38, i8::try_from(decimal.scale).unwrap_or(i8::MAX))),
        Value::Float(_) => Some(DataType::Float64),
        Value::Bool(_) => Some(DataType::Boolean),
        Value::Text(_) => Some(DataType::Utf8),
    }
}

fn wider(one: DataType, other: DataType) -> DataType {
    match (&one, &other) {
        _ if one == other => one,
        (DataType::Decimal128(_, first), DataType::Decimal128(_, second)) => {
            DataType::Decimal128(38, *first.max(second))
        }
        (DataType::Decimal128(..), DataType::Int64) => one,
        (DataType::Int64, DataType::Decimal128(..)) => other,
        (DataType::Utf8 | DataType::Boolean, _) | (_, DataType::Utf8 | DataType::Boolean) => DataType::Utf8,
        _ => DataType::Float64,
    }
}

fn scalar(value: &Value, kind: &DataType) -> ScalarValue {
    match kind {
        DataType::Int64 => ScalarValue::Int64(if let Value::Int(number) = value { Some(*number) } else { None }),
        DataType::Float64 => ScalarValue::Float64(value.as_f64()),
        DataType::Boolean => ScalarValue::Boolean(if let Value::Bool(flag) = value { Some(*flag) } else { None }),
        DataType::Decimal128(precision, scale) => {
            let wanted = u8::try_from(*scale).unwrap_or_default();
            let exact = match value {
                Value::Decimal(decimal) => decimal.rescale(wanted),
                Value::Int(number) => jauge_domain::Decimal { digits: i128::from(*number), scale: 0 }.rescale(wanted),
                _ => None,
            };
            ScalarValue::Decimal128(exact.map(|decimal| decimal.digits), *precision, *scale)
        }
        _ => ScalarValue::Utf8(match value {
            Value::Null => None,
            Value::Text(text) => Some(text.clone()),
            Value::Int(number) => Some(number.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Decimal(decimal) => Some(decimal.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
        }),
    }
}
