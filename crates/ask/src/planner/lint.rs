//! Arithmetic that engines disagree on, or that loses money.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator};
use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr as SqlExpr, Spanned, visit_expressions};
use jauge_domain::{Kpi, Position, Unit};
use std::ops::ControlFlow;

use super::shape::Shape;
use crate::catalog::{Problem, position};

/// Refuses an integer division at the top of a KPI, and money that meets floating point.
pub(crate) fn check(kpi: &Kpi, shape: &Shape, expr: &Expr, schema: &DFSchema) -> Result<(), Problem> {
    let places = places(shape);
    let mut found = Vec::new();
    operations(expr, true, &mut found);
    for (nth, (operation, top)) in found.iter().enumerate() {
        // The two walks meet the same operations in the same order; if they ever do not, the KPI's start is named.
        let at = if places.len() == found.len() { places.get(nth).copied() } else { None }.unwrap_or(shape.at);
        operation_is_sound(kpi, operation, *top, schema, at)?;
    }
    let kind = expr.get_type(schema).map_err(|error| Problem::engine(&kpi.file, shape.at, &error))?;
    let problem = |message: String| Problem::at(&kpi.file, shape.at, message);
    if kpi.unit == Unit::Money && kind.is_floating() {
        return Err(problem("money must not be a floating-point number".to_owned())
            .help("keep it decimal: leave out `* 1.0` and casts to double"));
    }
    if kind.is_numeric() || kind == DataType::Null {
        Ok(())
    } else {
        Err(problem(format!("a KPI is a number, not {kind}")))
    }
}

fn operation_is_sound(
    kpi: &Kpi,
    operation: &BinaryExpr,
    top: bool,
    schema: &DFSchema,
    at: Position,
) -> Result<(), Problem> {
    let (Ok(left), Ok(right)) = (operation.left.get_type(schema), operation.right.get_type(schema)) else {
        return Ok(());
    };
    if top && operation.op == Operator::Divide && left.is_integer() && right.is_integer() {
        let message = "a division of whole numbers drops the fraction in some engines and not in others";
        return Err(Problem::at(&kpi.file, at, message).help("write `* 1.0 /`"));
    }
    let decimal = |kind: &DataType| kind.is_decimal();
    let mixed = (decimal(&left) && right.is_floating()) || (left.is_floating() && decimal(&right));
    if kpi.unit == Unit::Money && mixed {
        let message = "money meets a floating-point number and loses its cents";
        return Err(Problem::at(&kpi.file, at, message)
            .help("a decimal divides exactly: leave out `* 1.0`, or cast the factor to decimal(18,4)"));
    }
    Ok(())
}

/// Every `*` and `/` of an expression in reading order, and whether it stands above the aggregates.
fn operations(expr: &Expr, top: bool, found: &mut Vec<(BinaryExpr, bool)>) {
    if let Expr::BinaryExpr(binary) = expr
        && matches!(binary.op, Operator::Divide | Operator::Multiply)
    {
        found.push((binary.clone(), top));
    }
    let top = top && !matches!(expr, Expr::AggregateFunction(_));
    let _ = expr.apply_children(|child| {
        operations(child, top, found);
        Ok(TreeNodeRecursion::Continue)
    });
}

fn places(shape: &Shape) -> Vec<Position> {
    let mut places = Vec::new();
    let _ = visit_expressions(&shape.expr, |expr| {
        if let SqlExpr::BinaryOp { op: BinaryOperator::Divide | BinaryOperator::Multiply, .. } = expr {
            places.push(position(expr.span(), shape.at));
        }
        ControlFlow::<()>::Continue(())
    });
    places
}
