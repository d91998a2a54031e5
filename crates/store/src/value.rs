//! Values as Arrow columns and back: the one place, exact both ways. Money is a decimal in every format.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Decimal128Builder, Float64Array, Int64Array, StringArray,
        new_null_array,
    },
    compute::cast,
    datatypes::{DataType, Decimal128Type, Float64Type, Int64Type},
    error::ArrowError,
    util::display::{ArrayFormatter, FormatOptions},
};
use jauge_domain::{Decimal, Value};

/// The digits of a decimal column, before the mark and behind it together.
const WIDEST: u8 = 38;

/// `values` as a column of the narrowest type that holds all of them as they are, or of nulls of type `none`.
///
/// # Errors
/// A decimal that 38 digits do not hold beside the others' scale.
pub fn array_of(values: &[&Value], none: &DataType) -> Result<ArrayRef, ArrowError> {
    let kind = values.iter().filter_map(|value| kind(value)).reduce(wider);
    Ok(match kind {
        None => new_null_array(none, values.len()),
        Some(DataType::Int64) => Arc::new(values.iter().map(|value| integer(value)).collect::<Int64Array>()),
        Some(DataType::Boolean) => Arc::new(values.iter().map(|value| flag(value)).collect::<BooleanArray>()),
        Some(DataType::Float64) => Arc::new(values.iter().map(|value| value.as_f64()).collect::<Float64Array>()),
        Some(DataType::Decimal128(_, scale)) => Arc::new(decimals(values, scale)?.finish()),
        Some(_) => Arc::new(values.iter().map(|value| text(value)).collect::<StringArray>()),
    })
}

/// The values of a column; what has no simple value is a text.
///
/// # Errors
/// A column that Arrow cannot show.
pub fn values_of(column: &ArrayRef) -> Result<Vec<Value>, ArrowError> {
    let each = |value: &dyn Fn(usize) -> Value| -> Vec<Value> {
        (0..column.len()).map(|row| if column.is_null(row) { Value::Null } else { value(row) }).collect()
    };
    Ok(match column.data_type() {
        DataType::Decimal128(_, scale) if *scale >= 0 => {
            let (digits, scale) = (column.as_primitive::<Decimal128Type>(), scale.unsigned_abs());
            each(&|row| Value::Decimal(Decimal { digits: digits.value(row), scale }))
        }
        data_type if data_type.is_integer() && *data_type != DataType::UInt64 => {
            let integers = cast(column, &DataType::Int64)?;
            let integers = integers.as_primitive::<Int64Type>();
            each(&|row| Value::Int(integers.value(row)))
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let floats = cast(column, &DataType::Float64)?;
            let floats = floats.as_primitive::<Float64Type>();
            each(&|row| Value::Float(floats.value(row)))
        }
        DataType::Boolean => {
            let flags = column.as_boolean();
            each(&|row| Value::Bool(flags.value(row)))
        }
        _ => {
            let options = FormatOptions::default();
            let texts = ArrayFormatter::try_new(column, &options)?;
            each(&|row| Value::Text(texts.value(row).to_string()))
        }
    })
}

fn kind(value: &Value) -> Option<DataType> {
    match value {
        Value::Null => None,
        Value::Int(_) => Some(DataType::Int64),
        Value::Decimal(decimal) => Some(DataType::Decimal128(WIDEST, i8::try_from(decimal.scale).unwrap_or(i8::MAX))),
        Value::Float(_) => Some(DataType::Float64),
        Value::Bool(_) => Some(DataType::Boolean),
        Value::Text(_) => Some(DataType::Utf8),
    }
}

/// The type that holds the values of both; a flag beside a number is a text.
fn wider(one: DataType, other: DataType) -> DataType {
    match (&one, &other) {
        _ if one == other => one,
        (DataType::Decimal128(_, first), DataType::Decimal128(_, second)) => {
            DataType::Decimal128(WIDEST, *first.max(second))
        }
        (DataType::Decimal128(..), DataType::Int64) => one,
        (DataType::Int64, DataType::Decimal128(..)) => other,
        (DataType::Utf8 | DataType::Boolean, _) | (_, DataType::Utf8 | DataType::Boolean) => DataType::Utf8,
        _ => DataType::Float64,
    }
}

fn integer(value: &Value) -> Option<i64> {
    if let Value::Int(number) = value { Some(*number) } else { None }
}

fn flag(value: &Value) -> Option<bool> {
    if let Value::Bool(flag) = value { Some(*flag) } else { None }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Decimal(decimal) => Some(decimal.to_string()),
        Value::Float(number) => Some(number.to_string()),
    }
}

fn decimals(values: &[&Value], scale: i8) -> Result<Decimal128Builder, ArrowError> {
    let wanted = u8::try_from(scale).unwrap_or_default();
    let mut decimals = Decimal128Builder::new().with_precision_and_scale(WIDEST, scale)?;
    for value in values {
        let exact = match value {
            Value::Decimal(decimal) => Some(*decimal),
            Value::Int(number) => Some(Decimal { digits: i128::from(*number), scale: 0 }),
            _ => None,
        };
        let fitted = exact.map(|exact| exact.rescale(wanted).ok_or_else(|| too_large(exact, wanted))).transpose()?;
        decimals.append_option(fitted.map(|decimal| decimal.digits));
    }
    Ok(decimals)
}

fn too_large(value: Decimal, scale: u8) -> ArrowError {
    ArrowError::ComputeError(format!("{value} does not fit {WIDEST} digits with {scale} decimals"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(values: &[Value]) -> Vec<Value> {
        values_of(&array_of(&values.iter().collect::<Vec<_>>(), &DataType::Utf8).unwrap()).unwrap()
    }

    fn decimal(digits: i128, scale: u8) -> Value {
        Value::Decimal(Decimal { digits, scale })
    }

    #[test]
    fn values_keep_every_digit_there_and_back() {
        for values in [
            vec![decimal(106_445_604_240, 4), Value::Null, decimal(-1, 4)],
            vec![Value::Int(i64::MAX), Value::Null],
            vec![Value::Float(0.1), Value::Float(f64::MIN_POSITIVE)],
            vec![Value::Bool(true), Value::Null, Value::Bool(false)],
            vec![Value::Text("a".into()), Value::Null],
        ] {
            assert_eq!(there_and_back(&values), values);
        }
    }

    #[test]
    fn a_count_beside_money_is_as_exact_as_money() {
        assert_eq!(there_and_back(&[Value::Int(7), decimal(12_345, 2)]), [decimal(700, 2), decimal(12_345, 2)]);
        let mixed = array_of(&[&Value::Bool(true), &Value::Int(1)], &DataType::Utf8).unwrap();
        assert_eq!(mixed.data_type(), &DataType::Utf8);
    }

    #[test]
    fn what_does_not_fit_is_an_error_and_never_a_null() {
        let values = [decimal(10i128.pow(37), 0), decimal(1, 6)];
        assert!(array_of(&values.iter().collect::<Vec<_>>(), &DataType::Utf8).is_err());
    }
}
