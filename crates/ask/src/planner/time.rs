//! A model's time column: an instant, or a civil date.

use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{Column, ScalarValue};
use datafusion::logical_expr::{Expr, cast, lit};
use jauge_domain::{Calendar, Span};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::AskError;
use super::window::in_unit;

const EPOCH: Date = date(1970, 1, 1);

/// A model's time column.
#[derive(Clone, Debug)]
pub(crate) struct Time {
    column: String,
    kind: DataType,
}

impl Time {
    /// The column, if `kind` is a timestamp or a date.
    pub(crate) fn of(model: &str, column: &str, kind: Option<DataType>) -> Result<Self, AskError> {
        let wrong = |what: String| AskError::Time { model: model.to_owned(), column: column.to_owned(), what };
        match kind {
            Some(kind @ (DataType::Date32 | DataType::Timestamp(..))) => Ok(Self { column: column.to_owned(), kind }),
            Some(other) => Err(wrong(format!("of type {other}"))),
            None => Err(wrong("missing".to_owned())),
        }
    }

    /// True for a civil date, which is its day in every zone.
    pub(crate) fn is_civil(&self) -> bool {
        self.kind == DataType::Date32
    }

    /// A civil date has no hours to ask about.
    pub(crate) fn no_hours(&self, kpi: &str, model: &str) -> AskError {
        AskError::NoHours { kpi: kpi.to_owned(), model: model.to_owned(), column: self.column.clone() }
    }

    pub(crate) fn column(&self) -> Expr {
        Expr::Column(Column::new_unqualified(&self.column))
    }

    /// The column as the bucket function takes it.
    pub(crate) fn in_micros(&self) -> Expr {
        match &self.kind {
            DataType::Timestamp(unit, zone) if *unit != TimeUnit::Microsecond => {
                cast(self.column(), DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))
            }
            _ => self.column(),
        }
    }

    /// Rows without a time are in no period.
    pub(crate) fn known(&self) -> Expr {
        self.column().is_not_null()
    }

    /// `start <= time AND time < end`, with literals of the column's own type, so that file statistics prune.
    pub(crate) fn within(&self, span: Span, calendar: &Calendar) -> Expr {
        let (start, end) = match &self.kind {
            DataType::Timestamp(unit, zone) => {
                let literal = |at: Timestamp| {
                    let value = Some(in_unit(at.as_microsecond(), *unit));
                    match unit {
                        TimeUnit::Second => ScalarValue::TimestampSecond(value, zone.clone()),
                        TimeUnit::Millisecond => ScalarValue::TimestampMillisecond(value, zone.clone()),
                        TimeUnit::Microsecond => ScalarValue::TimestampMicrosecond(value, zone.clone()),
                        TimeUnit::Nanosecond => ScalarValue::TimestampNanosecond(value, zone.clone()),
                    }
                };
                (literal(span.start), literal(span.end))
            }
            _ => {
                let (first, after) = calendar.days_of(span);
                (ScalarValue::Date32(Some(days(first))), ScalarValue::Date32(Some(days(after))))
            }
        };
        self.column().gt_eq(lit(start)).and(self.column().lt(lit(end)))
    }

    /// The instant that a value of the column stands for.
    pub(crate) fn instant(&self, value: &ScalarValue, calendar: &Calendar) -> Option<Timestamp> {
        match value {
            ScalarValue::Date32(Some(days)) => {
                let date = EPOCH.checked_add(jiff::Span::new().try_days(i64::from(*days)).ok()?).ok()?;
                Some(calendar.day_start(date))
            }
            ScalarValue::TimestampSecond(Some(at), _) => Timestamp::from_second(*at).ok(),
            ScalarValue::TimestampMillisecond(Some(at), _) => Timestamp::from_millisecond(*at).ok(),
            ScalarValue::TimestampMicrosecond(Some(at), _) => Timestamp::from_microsecond(*at).ok(),
            ScalarValue::TimestampNanosecond(Some(at), _) => Timestamp::from_nanosecond(i128::from(*at)).ok(),
            _ => None,
        }
    }
}

/// Days since 1970-01-01, as a date column stores them.
pub(crate) fn days(date: Date) -> i32 {
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).unwrap_or(i32::MAX)
}
