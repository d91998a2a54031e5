//! What is counted with a column stays a decimal: the engine takes a number with a point for a float, and whatever is counted with it.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, ExactNumberInfo, Expr, Value, visit_expressions,
};

use super::read_as::ReadAs;

/// A number of more digits than these stays a float: products of it would not fit.
const DIGITS: usize = 18;

/// The decimals of a number that a column divides: as many as a column has with which is counted. The engine ends a quotient four digits
/// behind them, so that of `1 / rate` little would be left.
const PLACES: usize = 8;

/// Makes numbers on either side of `op` the decimals that they are, where a column is counted on the other.
pub(crate) fn as_counted(left: &mut Expr, op: &BinaryOperator, right: &mut Expr) {
    let places = if *op == BinaryOperator::Divide { PLACES } else { 0 };
    as_exact(left, right, places);
    as_exact(right, left, 0);
}

/// Makes `side` a decimal of the digits that it has, and of at least so many places, where it is a number and a column is counted in
/// `other`.
fn as_exact(side: &mut Expr, other: &Expr, places: usize) {
    if let Expr::UnaryOp { expr, .. } | Expr::Nested(expr) = side {
        return as_exact(expr, other, places);
    }
    let with_whole = places > 0 && !casts(other);
    let Some((text, digits, scale)) = decimal(side, places, with_whole).filter(|_| counts(other)) else { return };
    let data_type = DataType::Decimal(ExactNumberInfo::PrecisionAndScale(digits, scale));
    let text = Box::new(Expr::value(Value::SingleQuotedString(text)));
    *side = Expr::Cast { kind: CastKind::Cast, expr: text, data_type, array: false, format: None };
}

/// A number with a point, or `with_whole` any: its text, its digits, and those behind the point, at least so many `places`.
fn decimal(expr: &Expr, places: usize, with_whole: bool) -> Option<(String, u64, i64)> {
    let Expr::Value(value) = expr else { return None };
    let Value::Number(text, _) = &value.value else { return None };
    let (whole, part) = text.split_once('.').or_else(|| with_whole.then_some((text.as_str(), "0")))?;
    let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let whole = if whole.is_empty() { "0" } else { whole };
    let scale = part.len().max(places);
    let count = whole.len() + scale;
    let fits = is_plain(whole) && is_plain(part) && !part.is_empty() && count <= DIGITS;
    let (count, scale) = (u64::try_from(count).ok()?, i64::try_from(scale).ok()?);
    fits.then(|| (format!("{whole}.{part}"), count, scale))
}

/// True where something in `expr` is cast, to a whole number say, by which whole numbers are divided as they are.
fn casts(expr: &Expr) -> bool {
    let found = visit_expressions(expr, |expr| match expr {
        Expr::Cast { data_type, .. } if !matches!(data_type, DataType::Decimal(_)) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    found.is_break()
}

/// True where a column stands in `expr` that is read as a number.
pub(crate) fn counts(expr: &Expr) -> bool {
    let numbers = [ReadAs::Number, ReadAs::Exact].map(|read| read.companion(""));
    let found = visit_expressions(expr, |expr| match expr {
        Expr::Identifier(ident) if numbers.iter().any(|number| ident.value.ends_with(number)) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    found.is_break()
}

/// What a CASE may give; nothing of anything else.
pub(crate) fn results(expr: &mut Expr) -> impl Iterator<Item = &mut Expr> {
    let case = match expr {
        Expr::Case { conditions, else_result, .. } => Some((conditions, else_result)),
        _ => None,
    };
    case.into_iter().flat_map(|(conditions, otherwise)| {
        conditions.iter_mut().map(|when| &mut when.result).chain(otherwise.as_deref_mut())
    })
}
