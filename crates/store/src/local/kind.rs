//! What an expression is to the rule for time.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::{
    common::{DFSchema, ScalarValue},
    logical_expr::{Cast, Expr, ExprSchemable, Operator},
};

/// The zone of instants.
pub(super) const UTC: &str = "UTC";

/// What an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A moment.
    Instant,
    /// A moment on a clock that was named.
    Zoned,
    /// What a clock shows: no zone.
    Clock,
    /// A civil date.
    Date,
    /// A text.
    Text,
    /// A number.
    Number,
    /// Anything else.
    Other,
}

impl Kind {
    /// What `expr` gives over columns of `schema`.
    pub(super) fn of(expr: &Expr, schema: &DFSchema) -> Self {
        match expr.get_type(schema) {
            Ok(DataType::Timestamp(_, Some(zone))) if is_utc(&zone) => Self::Instant,
            Ok(DataType::Timestamp(_, Some(_))) => Self::Zoned,
            Ok(DataType::Timestamp(_, None)) => Self::Clock,
            Ok(DataType::Date32 | DataType::Date64) => Self::Date,
            Ok(DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) => Self::Text,
            Ok(other) if other.is_numeric() => Self::Number,
            _ => Self::Other,
        }
    }
}

/// `expr` as `target`, cast where it is something else.
pub(super) fn typed(expr: Expr, target: &DataType, schema: &DFSchema) -> Expr {
    match expr.get_type(schema) {
        Ok(has) if has == *target => expr,
        _ => Expr::Cast(Cast::new(Box::new(expr), target.clone())),
    }
}

/// An instant as exact as the cast wanted it; ours are exact to the microsecond.
pub(super) fn in_unit(instant: Expr, unit: TimeUnit) -> Expr {
    match unit {
        TimeUnit::Second | TimeUnit::Millisecond => {
            Expr::Cast(Cast::new(Box::new(instant), DataType::Timestamp(unit, Some(UTC.into()))))
        }
        TimeUnit::Microsecond | TimeUnit::Nanosecond => instant,
    }
}

/// True for the zone of instants, whatever it is called.
pub(super) fn is_utc(zone: &str) -> bool {
    matches!(zone, UTC | "+00:00" | "Z")
}

/// True for a date or a time of day.
pub(super) fn is_civil(target: &DataType) -> bool {
    matches!(target, DataType::Date32 | DataType::Date64 | DataType::Time32(_) | DataType::Time64(_))
}

/// True where an operator compares two values of one type.
pub(super) fn is_comparison(op: Operator) -> bool {
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq | IsDistinctFrom | IsNotDistinctFrom)
}

/// The text of a literal.
pub(super) fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten(),
        _ => None,
    }
}

/// A literal such as `2026-04-01`, which the engine reads as we do.
pub(super) fn is_bare_date(expr: &Expr) -> bool {
    literal(expr).is_some_and(|text| text.len() <= "2026-04-01".len())
}

/// A format that says which zone it is, or may.
pub(super) fn names_zone(format: &Expr) -> bool {
    const ZONES: [&str; 8] = ["%z", "%Z", "%:z", "%::z", "%#z", "%+", "%s", "%c"];
    literal(format).is_none_or(|format| ZONES.iter().any(|zone| format.contains(zone)))
}

/// An interval of days or months.
pub(super) fn is_calendar(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(ScalarValue::IntervalYearMonth(Some(_)), _) => true,
        Expr::Literal(ScalarValue::IntervalDayTime(Some(interval)), _) => interval.days != 0,
        Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(interval)), _) => {
            interval.months != 0 || interval.days != 0
        }
        _ => false,
    }
}

/// An interval shorter than a day.
pub(super) fn is_hours(expr: &Expr) -> bool {
    const DAY: i64 = 86_400_000_000_000;
    match expr {
        Expr::Literal(ScalarValue::IntervalDayTime(Some(interval)), _) => interval.days == 0,
        Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(interval)), _) => {
            interval.months == 0 && interval.days == 0 && interval.nanoseconds < DAY
        }
        _ => false,
    }
}
