//! The column that only grows, and how far it was read.

use jauge_plugin::{
    ConnectorError,
    arrow_array::{
        Array, ArrayRef,
        cast::AsArray,
        temporal_conversions as temporal,
        types::{
            ArrowTimestampType, Date32Type, Date64Type, Decimal128Type, DecimalType, Int8Type, Int16Type, Int32Type,
            Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
            TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
        },
    },
    arrow_schema::{DataType, TimeUnit},
};
use serde::{Deserialize, Serialize};

use crate::dialect::{Dialect, Literal};

/// The greatest value of the cursor column that was read: a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The cursor column.
    pub(crate) column: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub(crate) of: Kind,
    /// The value: digits; `2026-04-30`; `2026-04-30 12:00:00.5`, with `+00:00` for a moment; or text.
    pub(crate) value: String,
}

/// What the values of a cursor column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Any integer.
    Int64,
    Decimal,
    Date,
    /// A time without a zone.
    Timestamp,
    /// A moment.
    Timestamptz,
    Text,
}

impl Kind {
    /// What values of `data_type` are, as a cursor; `None` where it cannot be one.
    pub(crate) fn of(data_type: &DataType) -> Option<Self> {
        match data_type {
            data_type if data_type.is_integer() => Some(Self::Int64),
            DataType::Decimal128(_, 0) => Some(Self::Int64),
            DataType::Decimal128(..) => Some(Self::Decimal),
            DataType::Date32 | DataType::Date64 => Some(Self::Date),
            DataType::Timestamp(_, None) => Some(Self::Timestamp),
            DataType::Timestamp(_, Some(_)) => Some(Self::Timestamptz),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(Self::Text),
            _ => None,
        }
    }

    fn literal(self) -> Literal {
        match self {
            Self::Int64 | Self::Decimal => Literal::Number,
            Self::Date => Literal::Date,
            Self::Timestamp => Literal::Time,
            Self::Timestamptz => Literal::Moment,
            Self::Text => Literal::Text,
        }
    }
}

impl Mark {
    /// The mark that a checkpoint is.
    ///
    /// # Errors
    /// It was not written here, or by hand.
    pub(crate) fn parse(checkpoint: &str) -> Result<Self, ConnectorError> {
        let wrong = || {
            ConnectorError::config(format!(
                "the checkpoint {checkpoint} is none of this connector: load from the start"
            ))
        };
        let mark: Self = serde_json::from_str(checkpoint).map_err(|_| wrong())?;
        let digits = mark.value.strip_prefix('-').unwrap_or(&mark.value);
        let points = digits.matches('.').count();
        let is_number = digits.starts_with(|char: char| char.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let sound = match mark.of {
            Kind::Int64 => is_number && points == 0,
            Kind::Decimal => is_number && points <= 1,
            _ => !mark.value.contains('\0'),
        };
        if sound { Ok(mark) } else { Err(wrong()) }
    }

    /// The mark at the value of `column` in `row`.
    ///
    /// # Errors
    /// A message about a value that cannot be a mark: not of a type that grows, or at no time, such as `infinity`.
    pub(crate) fn at(column: &str, values: &ArrayRef, row: usize) -> Result<Self, String> {
        let data_type = values.data_type();
        let of = Kind::of(data_type).ok_or_else(|| unfit(column, data_type))?;
        let value = value(values, row).ok_or_else(|| {
            format!("`{column}` has a value that is no date: leave such rows out with `sql` and a WHERE")
        })?;
        Ok(Self { column: column.to_owned(), of, value })
    }

    /// As it is kept.
    pub(crate) fn checkpoint(&self) -> String {
        serde_json::json!({"column": self.column, "type": self.of, "value": self.value}).to_string()
    }

    /// The condition for what is to be read after it. Integers lie above; of other values, those equal to it are read again,
    /// because a later row may have the same time.
    pub(crate) fn condition(&self, dialect: Dialect) -> String {
        let op = if self.of == Kind::Int64 { ">" } else { ">=" };
        format!("{} {op} {}", dialect.name(&self.column), dialect.literal(self.of.literal(), &self.value))
    }
}

/// Why a column of `data_type` cannot be a cursor.
pub(crate) fn unfit(column: &str, data_type: &DataType) -> String {
    format!(
        "`cursor = \"{column}\"` is a column of {data_type}: choose one of whole numbers, times, dates or texts that only grows"
    )
}

fn value(values: &ArrayRef, row: usize) -> Option<String> {
    macro_rules! digits {
        ($of:ty) => {
            Some(values.as_primitive::<$of>().value(row).to_string())
        };
    }
    match values.data_type() {
        DataType::Int8 => digits!(Int8Type),
        DataType::Int16 => digits!(Int16Type),
        DataType::Int32 => digits!(Int32Type),
        DataType::Int64 => digits!(Int64Type),
        DataType::UInt8 => digits!(UInt8Type),
        DataType::UInt16 => digits!(UInt16Type),
        DataType::UInt32 => digits!(UInt32Type),
        DataType::UInt64 => digits!(UInt64Type),
        DataType::Decimal128(precision, scale) => {
            Some(Decimal128Type::format_decimal(values.as_primitive::<Decimal128Type>().value(row), *precision, *scale))
        }
        DataType::Date32 => {
            let days = values.as_primitive::<Date32Type>().value(row);
            temporal::as_date::<Date32Type>(i64::from(days)).map(|date| date.to_string())
        }
        DataType::Date64 => {
            temporal::as_date::<Date64Type>(values.as_primitive::<Date64Type>().value(row)).map(|date| date.to_string())
        }
        DataType::Timestamp(unit, zone) => {
            let zone = if zone.is_some() { "+00:00" } else { "" };
            let time = match unit {
                TimeUnit::Second => time::<TimestampSecondType>(values, row),
                TimeUnit::Millisecond => time::<TimestampMillisecondType>(values, row),
                TimeUnit::Microsecond => time::<TimestampMicrosecondType>(values, row),
                TimeUnit::Nanosecond => time::<TimestampNanosecondType>(values, row),
            };
            time.map(|time| format!("{time}{zone}"))
        }
        DataType::Utf8 => Some(values.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Some(values.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Some(values.as_string_view().value(row).to_owned()),
        _ => None,
    }
}

fn time<T: ArrowTimestampType>(values: &ArrayRef, row: usize) -> Option<String> {
    temporal::as_datetime::<T>(values.as_primitive::<T>().value(row)).map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jauge_plugin::arrow_array::{Decimal128Array, Int64Array, StringArray, TimestampMicrosecondArray};

    use super::*;

    fn condition(values: impl Array + 'static, dialect: Dialect) -> String {
        let mark = Mark::at("at", &(Arc::new(values) as ArrayRef), 0).unwrap();
        Mark::parse(&mark.checkpoint()).unwrap().condition(dialect)
    }

    #[test]
    fn a_mark_crosses_and_becomes_a_condition() {
        let micros = 1_767_225_600_500_000;
        let time = || TimestampMicrosecondArray::from(vec![micros]);
        assert_eq!(condition(Int64Array::from(vec![-7]), Dialect::Sqlite), r#""at" > -7"#);
        assert_eq!(condition(time(), Dialect::Postgres), r#""at" >= '2026-01-01 00:00:00.500'"#);
        let moment = time().with_timezone("UTC");
        assert_eq!(condition(moment, Dialect::BigQuery), "`at` >= TIMESTAMP '2026-01-01 00:00:00.500+00:00'");
        assert_eq!(condition(StringArray::from(vec!["a'b"]), Dialect::SqlServer), "[at] >= 'a''b'");
        let decimal = Decimal128Array::from(vec![-150]).with_precision_and_scale(10, 2).unwrap();
        assert_eq!(condition(decimal, Dialect::MySql), "`at` >= -1.50");
    }

    #[test]
    fn what_is_no_mark_is_refused() {
        let number = |value: &str| format!(r#"{{"column":"id","type":"int64","value":"{value}"}}"#);
        assert!(Mark::parse(&number("12")).is_ok());
        for wrong in [number("1 OR 1=1"), number(""), number("-"), number("1.5"), "12".to_owned(), String::new()] {
            assert!(Mark::parse(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn infinity_is_no_place_to_go_on_from() {
        let values: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![i64::MAX]));
        assert!(Mark::at("at", &values, 0).unwrap_err().contains("no date"));
    }
}
