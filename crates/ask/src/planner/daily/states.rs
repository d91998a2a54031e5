//! What is kept of an aggregate for a day, so that days add up to any stretch of time.

use std::collections::HashSet;

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray},
        datatypes::{DataType, Decimal128Type, Decimal256Type, Float64Type, Int64Type, UInt64Type, i256},
    },
    common::ScalarValue,
};

use super::ids::{self, Id};

/// How an aggregate of two days is made of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A count of rows: added up, 0 for none.
    Count,
    /// A sum: added up, null for none.
    Sum,
    /// The least, and the greatest.
    Least,
    Most,
    /// How many different ones: the size of the sets' union.
    Distinct,
    /// The one in the middle of all.
    Median,
    /// A sum, divided by a count: two columns.
    Mean,
}

/// An aggregate over some rows.
#[derive(Clone, Debug, Default)]
pub(super) enum State {
    /// No rows.
    #[default]
    None,
    Whole(i128),
    Wide(i256),
    Float(f64),
    Scalar(Box<ScalarValue>),
    Ids(Vec<Id>),
    Seen(HashSet<Id>),
    Values(Vec<f64>),
    Mean(f64, i128),
}

/// A number beyond what its type holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Overflow;

impl State {
    /// What stands in a row of the aggregate's column, or of its two.
    pub(super) fn read(kind: Kind, columns: &[&ArrayRef], row: usize) -> Self {
        let Some(column) = columns.first().filter(|column| column.is_valid(row)) else { return Self::None };
        match (kind, column.data_type()) {
            (Kind::Distinct, _) => Self::Ids(ids::read(&column.as_list::<i32>().value(row))),
            (Kind::Median, _) => {
                let list = column.as_list::<i32>().value(row);
                Self::Values(list.as_primitive::<Float64Type>().iter().flatten().collect())
            }
            (Kind::Mean, _) => {
                let sum = column.as_primitive::<Float64Type>().value(row);
                let count = columns.get(1).map_or(0, |column| column.as_primitive::<Int64Type>().value(row));
                Self::Mean(sum, i128::from(count))
            }
            (Kind::Least | Kind::Most, _) => {
                ScalarValue::try_from_array(column, row).map_or(Self::None, |value| Self::Scalar(Box::new(value)))
            }
            (_, DataType::Int64) => Self::Whole(column.as_primitive::<Int64Type>().value(row).into()),
            (_, DataType::UInt64) => Self::Whole(column.as_primitive::<UInt64Type>().value(row).into()),
            (_, DataType::Decimal128(..)) => Self::Whole(column.as_primitive::<Decimal128Type>().value(row)),
            (_, DataType::Decimal256(..)) => Self::Wide(column.as_primitive::<Decimal256Type>().value(row)),
            (_, DataType::Float64) => Self::Float(column.as_primitive::<Float64Type>().value(row)),
            _ => Self::None,
        }
    }

    /// Adds the rows that `other` stands for.
    pub(super) fn add(&mut self, kind: Kind, other: &Self) -> Result<(), Overflow> {
        match (&mut *self, other) {
            (_, Self::None) => {}
            (Self::None, Self::Ids(more)) => *self = Self::Seen(more.iter().copied().collect()),
            (Self::None, _) => *self = other.clone(),
            (Self::Whole(sum), Self::Whole(more)) => *sum = sum.checked_add(*more).ok_or(Overflow)?,
            (Self::Wide(sum), Self::Wide(more)) => *sum = sum.checked_add(*more).ok_or(Overflow)?,
            (Self::Float(sum), Self::Float(more)) => *sum += more,
            (Self::Seen(seen), Self::Ids(more)) => seen.extend(more),
            (Self::Seen(seen), Self::Seen(more)) => seen.extend(more),
            (Self::Ids(mine), Self::Ids(more)) => *self = Self::Seen(mine.iter().chain(more).copied().collect()),
            (Self::Values(values), Self::Values(more)) => values.extend(more),
            (Self::Mean(sum, count), Self::Mean(more, rows)) => {
                *sum += more;
                *count += rows;
            }
            (Self::Scalar(mine), Self::Scalar(other)) => {
                let better = match kind {
                    Kind::Least => other.partial_cmp(mine).is_some_and(std::cmp::Ordering::is_lt),
                    _ => other.partial_cmp(mine).is_some_and(std::cmp::Ordering::is_gt),
                };
                if better {
                    mine.clone_from(other);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The aggregate's value, of the type it has.
    pub(super) fn value(&self, kind: Kind, data_type: &DataType) -> Result<ScalarValue, Overflow> {
        let null = || ScalarValue::try_from(data_type).unwrap_or(ScalarValue::Null);
        Ok(match (self, data_type) {
            (Self::None, _) if matches!(kind, Kind::Count | Kind::Distinct) => ScalarValue::Int64(Some(0)),
            (Self::None, _) => null(),
            (Self::Whole(sum), DataType::Int64) => ScalarValue::Int64(Some(i64::try_from(*sum).map_err(|_| Overflow)?)),
            (Self::Whole(sum), DataType::UInt64) => {
                ScalarValue::UInt64(Some(u64::try_from(*sum).map_err(|_| Overflow)?))
            }
            (Self::Whole(sum), DataType::Decimal128(precision, scale)) => {
                ScalarValue::Decimal128(Some(*sum), *precision, *scale)
            }
            (Self::Wide(sum), DataType::Decimal256(precision, scale)) => {
                ScalarValue::Decimal256(Some(*sum), *precision, *scale)
            }
            (Self::Float(sum), _) => ScalarValue::Float64(Some(*sum)),
            (Self::Scalar(value), _) => value.as_ref().clone(),
            (Self::Ids(ids), _) => ScalarValue::Int64(Some(i64::try_from(ids.len()).map_err(|_| Overflow)?)),
            (Self::Seen(ids), _) => ScalarValue::Int64(Some(i64::try_from(ids.len()).map_err(|_| Overflow)?)),
            (Self::Values(values), _) => ScalarValue::Float64(median(values)),
            (Self::Mean(sum, count), _) => ScalarValue::Float64((*count > 0).then(|| sum / *count as f64)),
            _ => null(),
        })
    }
}

/// The one in the middle, or the mean of the two there.
fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (Some(one), 1) => Some(*one),
        (Some(upper), _) => values.get(middle.checked_sub(1)?).map(|lower| lower / 2.0 + upper / 2.0),
        (None, _) => None,
    }
}
