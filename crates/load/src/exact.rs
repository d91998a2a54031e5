//! What is counted with a column stays a decimal: the engine takes a number with a point for a float, and whatever is counted with it.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{CastKind, DataType, ExactNumberInfo, Expr, Value, visit_expressions};

use super::read_as::ReadAs;

/// A number of more digits than these stays a float: products of it would not fit.
const DIGITS: usize = 18;

/// Makes `side` a decimal of the digits that it has, where it is a number with a point and a column is counted in `other`.
pub(crate) fn as_exact(side: &mut Expr, other: &Expr) {
    if let Expr::UnaryOp { expr, .. } | Expr::Nested(expr) = side {
        return as_exact(expr, other);
    }
    let Some((text, digits, scale)) = pointed(side).filter(|_| counts(other)) else { return };
    let data_type = DataType::Decimal(ExactNumberInfo::PrecisionAndScale(digits, scale));
    let text = Box::new(Expr::value(Value::SingleQuotedString(text)));
    *side = Expr::Cast { kind: CastKind::Cast, expr: text, data_type, array: false, format: None };
}

/// A number with a point: its text, its digits, and those behind the point.
fn pointed(expr: &Expr) -> Option<(String, u64, i64)> {
    let Expr::Value(value) = expr else { return None };
    let Value::Number(text, _) = &value.value else { return None };
    let (whole, part) = text.split_once('.')?;
    let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let whole = if whole.is_empty() { "0" } else { whole };
    let count = whole.len() + part.len();
    let fits = is_plain(whole) && is_plain(part) && !part.is_empty() && count <= DIGITS;
    let (count, scale) = (u64::try_from(count).ok()?, i64::try_from(part.len()).ok()?);
    fits.then(|| (format!("{whole}.{part}"), count, scale))
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
