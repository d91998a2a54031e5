//! A model's time column: an instant, or a civil date.

use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{Column, ScalarValue};
use datafusion::logical_expr::{Expr, cast, lit};
use jauge_domain::{AskMessage, Calendar, Span, date_of_epoch_day, epoch_day};
use jiff::Timestamp;

use super::AskError;
use super::window::in_unit;

/// A model's time column.
#[derive(Clone, Debug)]
pub(crate) struct Time {
    column: String,
    kind: DataType,
}

impl Time {
    /// The column, if `kind` is a timestamp or a date.
    pub(crate) fn of(model: &str, column: &str, kind: Option<DataType>) -> Result<Self, AskError> {
        let wrong = |is| AskMessage::Time { model: model.to_owned(), column: column.to_owned(), is };
        match kind {
            Some(kind @ (DataType::Date32 | DataType::Timestamp(..))) => Ok(Self { column: column.to_owned(), kind }),
            other => Err(wrong(other.map(|kind| kind.to_string())).into()),
        }
    }

    /// True for a civil date, which is its day in every zone.
    pub(crate) fn is_civil(&self) -> bool {
        self.kind == DataType::Date32
    }

    /// A civil date has no hours to ask about.
    pub(crate) fn no_hours(&self, kpi: &str, model: &str) -> AskError {
        AskMessage::NoHours { kpi: kpi.to_owned(), model: model.to_owned(), column: self.column.clone() }.into()
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
                (ScalarValue::Date32(Some(epoch_day(first))), ScalarValue::Date32(Some(epoch_day(after))))
            }
        };
        self.column().gt_eq(lit(start)).and(self.column().lt(lit(end)))
    }

    /// The instant that stands for the nth of some stretches that are not told by where they start, as the bucket function
    /// gives it.
    pub(crate) fn nth(&self, place: i32, calendar: &Calendar) -> Timestamp {
        let value = match self.is_civil() {
            true => ScalarValue::Date32(Some(place)),
            false => ScalarValue::TimestampMicrosecond(Some(i64::from(place)), None),
        };
        self.instant(&value, calendar).unwrap_or(Timestamp::MAX)
    }

    /// The instant that a value of the column stands for.
    pub(crate) fn instant(&self, value: &ScalarValue, calendar: &Calendar) -> Option<Timestamp> {
        match value {
            ScalarValue::Date32(Some(days)) => Some(calendar.day_start(date_of_epoch_day(*days))),
            ScalarValue::TimestampSecond(Some(at), _) => Timestamp::from_second(*at).ok(),
            ScalarValue::TimestampMillisecond(Some(at), _) => Timestamp::from_millisecond(*at).ok(),
            ScalarValue::TimestampMicrosecond(Some(at), _) => Timestamp::from_microsecond(*at).ok(),
            ScalarValue::TimestampNanosecond(Some(at), _) => Timestamp::from_nanosecond(i128::from(*at)).ok(),
            _ => None,
        }
    }
}
