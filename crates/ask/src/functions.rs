//! SQL functions by which the shipped models know the workspace they are in.

use std::sync::Arc;

use arrow::array::{Array, AsArray, BooleanArray};
use arrow::datatypes::{DataType, TimeUnit, TimestampMicrosecondType};
use datafusion::common::{ScalarValue, exec_err};
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use jauge_domain::Calendar;
use jauge_store::local::days;

/// `with_bots()`: whether bots are asked about, too.
pub fn with_bots(bots: bool) -> ScalarUDF {
    known("with_bots", bots)
}

/// `has_daily()`: whether the table `daily` has rows. Where it has none, the engine drops what a model would read of it from the plan.
pub fn has_daily(has: bool) -> ScalarUDF {
    known("has_daily", has)
}

/// A function that is `answer` wherever it stands, so that the engine knows it before anything is read.
fn known(name: &str, answer: bool) -> ScalarUDF {
    let answer = move |_: &[ColumnarValue]| Ok(ColumnarValue::Scalar(ScalarValue::Boolean(Some(answer))));
    create_udf(name, Vec::new(), DataType::Boolean, Volatility::Immutable, Arc::new(answer))
}

/// `workspace_currency()`: the currency that amounts are answered in; null where jauge.toml names none.
pub fn workspace_currency(currency: Option<String>) -> ScalarUDF {
    let answer = move |_: &[ColumnarValue]| Ok(ColumnarValue::Scalar(ScalarValue::Utf8(currency.clone())));
    create_udf("workspace_currency", Vec::new(), DataType::Utf8, Volatility::Immutable, Arc::new(answer))
}

/// What tags send as an id where they have none, in lower case.
const NO_IDS: [&str; 6] = ["", "(notset)", "undefined", "null", "none", "nan"];

/// `names_nothing(id)`: whether what a tag sent as the id of an order or of a lead is none. `#` and spaces are no part of an id.
pub fn names_nothing() -> ScalarUDF {
    let answer = |arguments: &[ColumnarValue]| {
        let columns = ColumnarValue::values_to_arrays(arguments)?;
        let [ids] = columns.as_slice() else { return exec_err!("names_nothing takes one id") };
        let told: BooleanArray = ids.as_string::<i32>().iter().map(|id| Some(id.is_none_or(is_no_id))).collect();
        Ok(ColumnarValue::Array(Arc::new(told)))
    };
    create_udf("names_nothing", vec![DataType::Utf8], DataType::Boolean, Volatility::Immutable, Arc::new(answer))
}

fn is_no_id(id: &str) -> bool {
    let bare: String = id.chars().filter(|char| *char != '#' && !char.is_whitespace()).collect();
    NO_IDS.contains(&bare.to_lowercase().as_str())
}

/// `local_day(instant)`: the civil day of an instant in the workspace's zone.
pub fn local_day(calendar: Calendar) -> ScalarUDF {
    let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let answer = move |arguments: &[ColumnarValue]| {
        let [instants] = arguments else { return exec_err!("local_day takes one instant") };
        let rows = match instants {
            ColumnarValue::Array(rows) => rows.len(),
            ColumnarValue::Scalar(_) => 1,
        };
        let instants = instants.to_array(rows)?;
        let days = days(instants.as_primitive::<TimestampMicrosecondType>().iter(), &calendar);
        Ok(ColumnarValue::Array(Arc::new(days)))
    };
    create_udf("local_day", vec![instant], DataType::Date32, Volatility::Immutable, Arc::new(answer))
}

#[cfg(test)]
mod tests {
    use arrow::array::Date32Array;
    use jauge_domain::Weekday;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn what_tags_send_where_they_have_no_id_names_nothing() {
        for id in ["", "  ", "#", "(not set)", " (Not Set) ", "undefined", "#undefined", "# NULL", "NaN", "none"] {
            assert!(is_no_id(id), "{id:?}");
        }
        for id in ["0", "#1001", "none-1", "not set", "(1)"] {
            assert!(!is_no_id(id), "{id:?}");
        }
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let paris = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap().as_microsecond());
        let instants = [
            at("2026-03-28T22:59:59Z"),
            at("2026-03-28T23:00:00Z"),
            None,
            at("2026-03-29T21:59:59Z"),
            at("2026-03-29T22:00:00Z"),
        ];
        let found = days(instants.into_iter(), &paris);
        let first = found.value(0);
        assert_eq!(
            found,
            Date32Array::from(vec![Some(first), Some(first + 1), None, Some(first + 1), Some(first + 2)])
        );
    }
}
