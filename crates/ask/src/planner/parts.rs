//! What can be read off a KPI's expression: its numerator and denominator, and whether it adds up.

use datafusion::common::ScalarValue;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::expr::{AggregateFunction, Cast, TryCast};
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};

/// The two sides of an outermost division or mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parts {
    /// What is divided.
    pub(crate) numerator: Expr,
    /// What it is divided by.
    pub(crate) denominator: Expr,
    /// True where the value is exactly numerator / denominator.
    pub(crate) plain: bool,
}

/// The parts of an outermost division (through casts, `nullif` and a literal factor; none by a number alone) or of a mean.
pub(crate) fn parts(expr: &Expr) -> Option<Parts> {
    match expr {
        Expr::Alias(alias) => parts(&alias.expr),
        Expr::Cast(Cast { expr, .. }) | Expr::TryCast(TryCast { expr, .. }) => parts(expr),
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right }) => {
            let ((numerator, plain), (denominator, also)) = (bare(left), bare(right));
            // What is divided by a number is what it was, in another unit.
            if matches!(denominator, Expr::Literal(..)) {
                return parts(left).map(|parts| Parts { plain: false, ..parts });
            }
            Some(Parts { numerator: numerator.clone(), denominator: denominator.clone(), plain: plain && also })
        }
        Expr::BinaryExpr(BinaryExpr { op: Operator::Multiply, .. }) => {
            let (inner, plain) = bare(expr);
            let found = if inner == expr { None } else { parts(inner) };
            found.map(|parts| Parts { plain: parts.plain && plain, ..parts })
        }
        Expr::AggregateFunction(mean) if mean.func.name() == "avg" && !mean.params.distinct => Some(of_mean(mean)),
        _ => None,
    }
}

/// True for sums and counts, and what adds and subtracts them: there, no rows mean 0.
pub(crate) fn adds_up(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => adds_up(&alias.expr),
        Expr::Cast(Cast { expr, .. }) | Expr::TryCast(TryCast { expr, .. }) => adds_up(expr),
        Expr::Negative(inner) => adds_up(inner),
        Expr::AggregateFunction(aggregate) => matches!(aggregate.func.name(), "sum" | "count"),
        Expr::ScalarFunction(function) if function.name() == "coalesce" => function.args.first().is_some_and(adds_up),
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Plus | Operator::Minus, right }) => {
            adds_up(left) && adds_up(right)
        }
        Expr::BinaryExpr(BinaryExpr { op: Operator::Multiply, .. }) => {
            let (inner, _) = bare(expr);
            inner != expr && adds_up(inner)
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right }) => is_fraction(right) && adds_up(left),
        _ => false,
    }
}

/// As [`adds_up`], also of a sum that has no value where it comes to 0.
pub(crate) fn is_sum(expr: &Expr) -> bool {
    match expr {
        Expr::Alias(alias) => is_sum(&alias.expr),
        Expr::Cast(Cast { expr, .. }) | Expr::TryCast(TryCast { expr, .. }) => is_sum(expr),
        Expr::ScalarFunction(function) if function.name() == "nullif" => {
            matches!(function.args.as_slice(), [value, none] if is_zero(none) && is_sum(value))
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right }) => is_fraction(right) && is_sum(left),
        _ => adds_up(expr),
    }
}

/// True for a number that whoever divides by it gets a fraction of: whole numbers cut it off, so that parts do not sum to the whole.
pub(crate) fn is_fraction(expr: &Expr) -> bool {
    matches!(bare(expr).0, Expr::Literal(ScalarValue::Float64(Some(by)), _) if *by != 0.0)
}

fn is_zero(expr: &Expr) -> bool {
    matches!(bare(expr).0, Expr::Literal(ScalarValue::Int64(Some(0)), _))
        || matches!(bare(expr).0, Expr::Literal(ScalarValue::Float64(Some(zero)), _) if *zero == 0.0)
}

/// The expression below casts, `nullif` and literal factors, and whether all factors were 1.
fn bare(expr: &Expr) -> (&Expr, bool) {
    match expr {
        Expr::Alias(alias) => bare(&alias.expr),
        Expr::Cast(Cast { expr, .. }) | Expr::TryCast(TryCast { expr, .. }) => bare(expr),
        Expr::ScalarFunction(function) if function.name() == "nullif" => match function.args.first() {
            Some(first) => bare(first),
            None => (expr, true),
        },
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Multiply, right }) => {
            let (inner, factor) = match (left.as_ref(), right.as_ref()) {
                (inner, Expr::Literal(factor, _)) | (Expr::Literal(factor, _), inner) => (inner, factor),
                _ => return (expr, true),
            };
            let (inner, plain) = bare(inner);
            (inner, plain && is_one(factor))
        }
        _ => (expr, true),
    }
}

fn is_one(factor: &ScalarValue) -> bool {
    matches!(factor, ScalarValue::Int64(Some(1))) || matches!(factor, ScalarValue::Float64(Some(one)) if *one == 1.0)
}

fn of_mean(mean: &AggregateFunction) -> Parts {
    let params = &mean.params;
    let same = |func| {
        Expr::AggregateFunction(AggregateFunction::new_udf(
            func,
            params.args.clone(),
            false,
            params.filter.clone(),
            Vec::new(),
            params.null_treatment,
        ))
    };
    Parts { numerator: same(sum_udaf()), denominator: same(count_udaf()), plain: true }
}
