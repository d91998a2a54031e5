//! What a text column of a file is read as where SQL uses it as something else.

use std::{collections::BTreeSet, ops::ControlFlow};

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::sql::sqlparser::ast::{DataType as SqlType, Expr, Query, Value, visit_expressions};
use jauge_files::cells;
use jiff::tz::TimeZone;

/// What a text column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ReadAs {
    /// A decimal with which is counted: products of it must fit.
    Number,
    /// A decimal that stays what it is: every digit that a decimal can have.
    Exact,
    /// A moment.
    Time,
    /// A civil date, as it is written.
    Date,
    /// The civil date of whatever is written, a moment too.
    Day,
}

/// Typed companions: the text column and how it is read.
pub(crate) type Companions = BTreeSet<(String, ReadAs)>;

impl ReadAs {
    const ALL: [Self; 5] = [Self::Number, Self::Exact, Self::Time, Self::Date, Self::Day];

    /// The name of `column`'s companion.
    pub(crate) fn companion(self, column: &str) -> String {
        match self {
            Self::Number => format!("{column}#number"),
            Self::Exact => format!("{column}#exact"),
            Self::Time => format!("{column}#time"),
            Self::Date => format!("{column}#date"),
            Self::Day => format!("{column}#day"),
        }
    }

    /// The type of its companion. A text that has more digits than it holds is rejected.
    pub(crate) fn data_type(self) -> DataType {
        match self {
            // A product of two has 16 decimals and as many digits before them as an amount needs.
            Self::Number => DataType::Decimal128(28, 8),
            Self::Exact => DataType::Decimal128(38, 18),
            Self::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Date | Self::Day => DataType::Date32,
        }
    }

    /// How a column that becomes `target` is read; `None` where its text serves.
    pub(crate) fn of(target: &DataType) -> Option<Self> {
        match target {
            DataType::Timestamp(_, _) => Some(Self::Time),
            DataType::Date32 => Some(Self::Date),
            DataType::Decimal128(_, _) | DataType::Int64 | DataType::Int16 | DataType::Float64 => Some(Self::Exact),
            _ => None,
        }
    }

    /// What a cast to `data_type` reads.
    pub(crate) fn of_cast(data_type: &SqlType) -> Option<Self> {
        match data_type {
            SqlType::Timestamp(_, _) | SqlType::Datetime(_) => Some(Self::Time),
            SqlType::Date => Some(Self::Day),
            SqlType::Decimal(_)
            | SqlType::Numeric(_)
            | SqlType::Int(_)
            | SqlType::Integer(_)
            | SqlType::BigInt(_)
            | SqlType::SmallInt(_) => Some(Self::Exact),
            // The engine's own cast knows no decimal mark but the point.
            other => is_float(other).then_some(Self::Exact),
        }
    }

    /// What `expr` is by its looks: a number, a typed literal, a companion, or arithmetic over one.
    pub(crate) fn of_typed(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Value(value) => matches!(value.value, Value::Number(_, _)).then_some(Self::Exact),
            Expr::TypedString(typed) => Self::of_cast(&typed.data_type).map(Self::beside),
            Expr::Nested(inner) | Expr::UnaryOp { expr: inner, .. } => Self::of_typed(inner),
            Expr::Identifier(ident) => {
                Self::ALL.into_iter().find(|read| ident.value.ends_with(&read.companion(""))).map(Self::beside)
            }
            Expr::BinaryOp { op, left, right } if is_arithmetic(op) => {
                Self::of_typed(left).or_else(|| Self::of_typed(right))
            }
            _ => None,
        }
    }

    /// What the text of a literal is meant as where it is put in an order: a number, a time, or `None` for a text.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        if text.trim().parse::<f64>().is_ok_and(f64::is_finite) {
            return Some(Self::Exact);
        }
        cells::parse_time(text, &TimeZone::UTC, None).is_ok().then_some(Self::Time)
    }

    /// The same where nothing is counted with it.
    fn alone(self) -> Self {
        if self == Self::Number { Self::Exact } else { self }
    }

    /// What a text is read as that is compared with it. Beside a date a moment is neither refused nor cut to its day: 10:00 is later
    /// than the day it is on, whose first moment a date is.
    fn beside(self) -> Self {
        match self {
            Self::Date | Self::Day => Self::Time,
            Self::Number | Self::Exact | Self::Time => self.alone(),
        }
    }
}

/// Those of `companions` that stand in `query`: arithmetic around a number may have put another in its place.
pub(crate) fn used(query: &Query, companions: Companions) -> Companions {
    let mut names = BTreeSet::new();
    let _ = visit_expressions(query, |expr| {
        if let Expr::Identifier(ident) = expr {
            names.insert(ident.value.clone());
        }
        ControlFlow::<()>::Continue(())
    });
    companions.into_iter().filter(|(column, read)| names.contains(&read.companion(column))).collect()
}

/// What `column` is in `companions`, where it is one thing: a date that is a moment elsewhere is a moment.
pub(crate) fn known(companions: &Companions, column: &str) -> Option<ReadAs> {
    let kinds = companions.iter().filter(|(name, _)| name == column).map(|(_, read)| read.alone());
    let kinds: BTreeSet<ReadAs> = kinds.collect();
    let is_time = kinds.contains(&ReadAs::Time) && !kinds.contains(&ReadAs::Exact);
    match kinds.len() {
        0 => None,
        1 => kinds.first().copied(),
        _ => is_time.then_some(ReadAs::Time),
    }
}

/// True for the types of floating point numbers.
pub(crate) fn is_float(data_type: &SqlType) -> bool {
    matches!(
        data_type,
        SqlType::Double(_)
            | SqlType::DoublePrecision
            | SqlType::Float(_)
            | SqlType::Float4
            | SqlType::Float8
            | SqlType::Float32
            | SqlType::Float64
            | SqlType::Real
    )
}

/// True for the operators that count.
pub(crate) fn is_arithmetic(op: &datafusion::sql::sqlparser::ast::BinaryOperator) -> bool {
    use datafusion::sql::sqlparser::ast::BinaryOperator::{Divide, Minus, Modulo, Multiply, Plus};
    matches!(op, Plus | Minus | Multiply | Divide | Modulo)
}
