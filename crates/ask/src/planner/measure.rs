//! A KPI as expressions over the aggregates of one model, ready to be planned along with others.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, Result as EngineResult, ScalarValue};
use datafusion::execution::SessionState;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Aggregate, Expr, ExprSchemable, Filter, LogicalPlan, Projection, lit};
use jauge_domain::{Kpi, KpiFault, Unit};
use jauge_store::local::settled;

use super::currency::Amounts;
use super::guard::{both, fold, unqualified};
use super::lint;
use super::parts::{Parts, adds_up, parts};
use super::shape::{From, Shape};
use crate::catalog::Problem;

/// A KPI over one model. Aggregates stand inside of the expressions, each with the KPI's WHERE folded into its FILTER;
/// columns are named without a table.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) source: Source,
    pub(crate) value: Expr,
    pub(crate) parts: Option<Parts>,
    /// The rows behind the value.
    pub(crate) rows: Expr,
    /// True where no rows mean 0.
    pub(crate) adds_up: bool,
    /// The type of the value.
    pub(crate) kind: DataType,
    /// True where amounts in several currencies make it null.
    pub(crate) in_one_currency: bool,
}

/// What a KPI is computed over. KPIs of equal sources share one scan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Source {
    /// The model or table.
    pub(crate) model: String,
    /// The subquery that aggregates it per entity, as planned.
    pub(crate) inner: Option<LogicalPlan>,
}

/// Plans a KPI that reads a model.
pub(crate) async fn measure(
    state: &SessionState,
    kpi: &Kpi,
    shape: Shape,
    currency: Option<&str>,
) -> Result<Measured, Problem> {
    let at = shape.at;
    let engine = |error| Problem::engine(&kpi.file, at, &error);
    let plan = state.statement_to_plan(shape.statement.clone()).await;
    // Before it is taken apart: what is computed of its aggregates is no plan any more.
    let plan = plan.and_then(|plan| settled(state, plan)).map_err(engine)?;
    let Some((projection, aggregate)) = aggregated(&plan) else {
        return Err(Problem::at(&kpi.file, at, KpiFault::NoAggregate));
    };
    let (filter, input) = match aggregate.input.as_ref() {
        LogicalPlan::Filter(Filter { predicate, input, .. }) if shape.filtered => (Some(predicate.clone()), input),
        _ => (None, &aggregate.input),
    };
    let raw = inlined(projection, aggregate).map_err(engine)?;
    lint::check(kpi, &shape, &raw, input.schema())?;
    let source = match shape.from {
        From::PerEntity(model) => Source { model, inner: Some(input.as_ref().clone()) },
        From::Model(model) => Source { model, inner: None },
        From::Kpis => return Err(Problem::at(&kpi.file, at, KpiFault::NoModel)),
    };
    let amounts = Amounts::new(input.schema(), currency, kpi.unit, &raw).map_err(engine)?;
    measured(kpi, source, raw, filter, &amounts).map_err(engine)
}

fn measured(
    kpi: &Kpi,
    source: Source,
    raw: Expr,
    filter: Option<Expr>,
    amounts: &Amounts<'_>,
) -> EngineResult<Measured> {
    let schema = amounts.schema;
    let filter = filter.as_ref();
    let rows = count(lit(1_i64));
    // A lone aggregate with a filter of its own is fed by the rows that pass it.
    let own = match &raw {
        Expr::AggregateFunction(AggregateFunction { params, .. }) => params.filter.as_deref().cloned(),
        _ => None,
    };
    let behind = both(filter.cloned(), own, schema)?;
    let ready = |expr: Expr, filter| unqualified(fold(amounts.in_one_currency(expr)?, filter, schema)?);
    let split = parts(&raw).map(|parts| -> EngineResult<Parts> {
        let (numerator, denominator) = (ready(parts.numerator, filter)?, ready(parts.denominator, filter)?);
        Ok(Parts { numerator, denominator, plain: parts.plain })
    });
    Ok(Measured {
        source,
        parts: split.transpose()?,
        rows: ready(rows, behind.as_ref())?,
        adds_up: kpi.unit == Unit::Count || adds_up(&raw),
        kind: raw.get_type(schema)?,
        in_one_currency: amounts.of(&raw)?.is_some(),
        value: ready(raw, filter)?,
    })
}

/// The projection and the aggregate of a plan of the right shape.
fn aggregated(plan: &LogicalPlan) -> Option<(&Projection, &Aggregate)> {
    let LogicalPlan::Projection(projection) = plan else { return None };
    let LogicalPlan::Aggregate(aggregate) = projection.input.as_ref() else { return None };
    aggregate.group_expr.is_empty().then_some((projection, aggregate))
}

/// The selected expression with its aggregates in their places.
fn inlined(projection: &Projection, aggregate: &Aggregate) -> EngineResult<Expr> {
    let outputs: Vec<Column> = aggregate.schema.columns();
    let [expr] = projection.expr.as_slice() else { return Ok(lit(ScalarValue::Null)) };
    let inlined = expr.clone().unalias_nested().data.transform_up(|node| {
        let Expr::Column(column) = &node else { return Ok(Transformed::no(node)) };
        let found = outputs.iter().position(|output| output == column).and_then(|at| aggregate.aggr_expr.get(at));
        Ok(match found {
            Some(aggregate) => Transformed::new(aggregate.clone().unalias(), true, TreeNodeRecursion::Jump),
            None => Transformed::no(node),
        })
    })?;
    Ok(inlined.data)
}
