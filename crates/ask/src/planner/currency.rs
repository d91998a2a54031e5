//! Amounts in different currencies are never added up.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result as EngineResult};
use datafusion::functions::expr_fn::coalesce;
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprFunctionExt, ExprSchemable, Operator, lit, when};
use jauge_domain::Unit;

/// The column that says what currency a row's amounts are in.
const CURRENCY: &str = "currency";

/// The rows that amounts are summed over, and the currency of those that name none.
pub(crate) struct Amounts<'a> {
    pub(crate) schema: &'a DFSchema,
    pub(crate) currency: Option<&'a str>,
    /// Whether the KPI is one of amounts at all.
    is_money: bool,
}

impl<'a> Amounts<'a> {
    /// The amounts in a KPI counted in `unit`. What is counted in something else, such as quantities for each order, is taken for
    /// amounts only where all of it could be: amounts by amounts.
    pub(crate) fn new(schema: &'a DFSchema, currency: Option<&'a str>, unit: Unit, kpi: &Expr) -> EngineResult<Self> {
        let mut all = true;
        each(kpi, |aggregate| all &= is_amount(aggregate, schema))?;
        let by_amounts = all && matches!(kpi, Expr::BinaryExpr(binary) if binary.op == Operator::Divide);
        Ok(Self { schema, currency, is_money: unit == Unit::Money || by_amounts })
    }

    /// `expr`, null where the amounts behind it are in more than one currency.
    pub(crate) fn in_one_currency(&self, expr: Expr) -> EngineResult<Expr> {
        match self.of(&expr)? {
            Some(one) => when(one, expr).end(),
            None => Ok(expr),
        }
    }

    /// What holds where all amounts that `expr` aggregates are in one currency; `None` where it has no amounts, or their rows no
    /// currency.
    pub(crate) fn of(&self, expr: &Expr) -> EngineResult<Option<Expr>> {
        let Ok((qualifier, _)) = self.schema.qualified_field_with_unqualified_name(CURRENCY) else { return Ok(None) };
        let column = Expr::Column(Column::new(qualifier.cloned(), CURRENCY));
        let currency = self.currency.map_or_else(|| column.clone(), |own| coalesce(vec![column.clone(), lit(own)]));
        if !self.is_money {
            return Ok(None);
        }
        let mut amounts: Vec<&AggregateFunction> = Vec::new();
        each(expr, |aggregate| {
            if is_amount(aggregate, self.schema) && !amounts.contains(&aggregate) {
                amounts.push(aggregate);
            }
        })?;
        let one = |aggregate: &AggregateFunction| -> EngineResult<Expr> {
            // Nothing is nothing in every currency.
            let counts = aggregate.params.args.iter().map(|amount| amount.clone().not_eq(lit(0))).reduce(Expr::or);
            let currency = when(counts.unwrap_or_else(|| lit(true)), currency.clone()).end()?;
            let (mut low, mut high) = (min(currency.clone()), max(currency));
            if let Some(filter) = aggregate.params.filter.as_deref() {
                low = low.filter(filter.clone()).build()?;
                high = high.filter(filter.clone()).build()?;
            }
            Ok(Expr::BinaryExpr(BinaryExpr::new(Box::new(low), Operator::IsNotDistinctFrom, Box::new(high))))
        };
        let all = amounts.into_iter().map(one).collect::<EngineResult<Vec<_>>>()?;
        Ok(all.into_iter().reduce(Expr::and))
    }
}

/// Calls `look` with every aggregate in `expr`.
fn each<'e>(expr: &'e Expr, mut look: impl FnMut(&'e AggregateFunction)) -> EngineResult<()> {
    expr.apply(|node| {
        if let Expr::AggregateFunction(aggregate) = node {
            look(aggregate);
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(())
}

fn is_amount(aggregate: &AggregateFunction, schema: &DFSchema) -> bool {
    let decimal = |arg: &Expr| matches!(arg.get_type(schema), Ok(DataType::Decimal128(..)));
    aggregate.func.name() != "count" && aggregate.params.args.iter().any(decimal)
}
