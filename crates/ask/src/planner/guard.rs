//! A KPI's WHERE as the FILTER of its aggregates, without letting an expression meet a row that the filter excludes.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result as EngineResult};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator, cast, lit, when};
use jauge_domain::EngineMessage;
use jauge_store::told;

use super::shape::CHANGING;

/// Folds `filter` into every aggregate of `expr`.
///
/// DataFusion evaluates an aggregate's arguments on all rows and looks at FILTER afterwards, so what may fail is put behind
/// a CASE: `sum(10 / x) FILTER (WHERE x <> 0)` must not meet `x = 0`.
pub(crate) fn fold(expr: Expr, filter: Option<&Expr>, schema: &DFSchema) -> EngineResult<Expr> {
    let folded = expr.transform_up(|node| match node {
        Expr::AggregateFunction(aggregate) => Ok(Transformed::new(
            Expr::AggregateFunction(guarded(aggregate, filter, schema)?),
            true,
            TreeNodeRecursion::Continue,
        )),
        other => Ok(Transformed::no(other)),
    })?;
    Ok(folded.data)
}

/// `first AND second`, where `second` meets only rows that pass `first`.
pub(crate) fn both(first: Option<Expr>, second: Option<Expr>, schema: &DFSchema) -> EngineResult<Option<Expr>> {
    match (first, second) {
        // Through numbers, because DataFusion simplifies a CASE of truth values to AND, which evaluates both sides.
        (Some(first), Some(second)) if fallible(&second, schema) => {
            let second = when(second, lit(1)).otherwise(lit(0))?;
            Ok(Some(when(first, second).otherwise(lit(0))?.eq(lit(1))))
        }
        (Some(first), Some(second)) => Ok(Some(first.and(second))),
        (first, second) => Ok(first.or(second)),
    }
}

/// True where evaluating `expr` can fail on some row.
pub(crate) fn fallible(expr: &Expr, schema: &DFSchema) -> bool {
    let mut fails = false;
    let walked = expr.apply(|node| {
        fails |= fails_itself(node, schema);
        Ok(if fails { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    fails || walked.is_err()
}

/// `expr` with its columns named alone, so that it fits any plan with these columns.
pub(crate) fn unqualified(expr: Expr) -> EngineResult<Expr> {
    let plain = expr.transform_up(|node| match node {
        Expr::Column(column) => Ok(Transformed::yes(Expr::Column(Column::new_unqualified(column.name)))),
        other => Ok(Transformed::no(other)),
    })?;
    Ok(plain.data)
}

/// `condition` where it can be asked of each row alone, and is answered alike each time; else what keeps it from that.
pub(crate) fn of_rows(condition: Expr) -> EngineResult<Expr> {
    condition.apply(|node| match node {
        Expr::AggregateFunction(aggregate) => {
            Err(told(EngineMessage::OfMany { function: aggregate.func.name().to_owned() }))
        }
        Expr::ScalarFunction(call) if CHANGING.contains(&call.func.name()) => {
            Err(told(EngineMessage::Changing { function: call.func.name().to_owned() }))
        }
        _ => Ok(TreeNodeRecursion::Continue),
    })?;
    Ok(condition)
}

/// From this precision on, a sum could wrap around 128 bits unseen: DataFusion does not check. Below, 10^10 rows fit.
const NARROW: u8 = 29;

fn guarded(
    mut aggregate: AggregateFunction,
    filter: Option<&Expr>,
    schema: &DFSchema,
) -> EngineResult<AggregateFunction> {
    let own = aggregate.params.filter.take().map(|filter| *filter);
    let filter = both(filter.cloned(), own, schema)?;
    if matches!(aggregate.func.name(), "sum" | "avg") {
        for argument in &mut aggregate.params.args {
            if let DataType::Decimal128(NARROW.., scale) = argument.get_type(schema)? {
                *argument = cast(argument.clone(), DataType::Decimal256(76, scale));
            }
        }
    }
    if let Some(filter) = &filter {
        for argument in &mut aggregate.params.args {
            if fallible(argument, schema) {
                *argument = when(filter.clone(), argument.clone()).end()?;
            }
        }
    }
    aggregate.params.filter = filter.map(Box::new);
    Ok(aggregate)
}

fn fails_itself(node: &Expr, schema: &DFSchema) -> bool {
    match node {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match op {
            Operator::And | Operator::Or | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom => false,
            Operator::Eq | Operator::NotEq | Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq => {
                !alike(left, right, schema)
            }
            // Arithmetic overflows, divides by zero, and leaves a decimal's range.
            _ => true,
        },
        Expr::InList(list) => list.list.iter().any(|item| !alike(&list.expr, item, schema)),
        Expr::Between(between) => {
            !alike(&between.expr, &between.low, schema) || !alike(&between.expr, &between.high, schema)
        }
        Expr::Like(like) => !alike(&like.expr, &like.pattern, schema),
        Expr::ScalarFunction(function) => !matches!(function.name(), "coalesce" | "nullif" | "lower" | "upper"),
        Expr::Alias(_)
        | Expr::Column(_)
        | Expr::Literal(..)
        | Expr::Not(_)
        | Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::IsTrue(_)
        | Expr::IsFalse(_)
        | Expr::IsUnknown(_)
        | Expr::IsNotTrue(_)
        | Expr::IsNotFalse(_)
        | Expr::IsNotUnknown(_)
        | Expr::Case(_)
        | Expr::TryCast(_) => false,
        _ => true,
    }
}

/// True where comparing the two needs no cast that can fail.
fn alike(left: &Expr, right: &Expr, schema: &DFSchema) -> bool {
    let (Ok(left), Ok(right)) = (left.get_type(schema), right.get_type(schema)) else { return false };
    let text = |kind: &DataType| matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    left == right
        || left == DataType::Null
        || right == DataType::Null
        || (left.is_numeric() && right.is_numeric())
        || (text(&left) && text(&right))
}
