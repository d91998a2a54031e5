//! A KPI as expressions over the aggregates of one model, ready to be planned along with others.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, Result as EngineResult, ScalarValue};
use datafusion::execution::SessionState;
use datafusion::functions_aggregate::expr_fn::{count, max, min};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{
    Aggregate, BinaryExpr, Expr, ExprSchemable, Filter, LogicalPlan, Operator, Projection, col, lit,
};
use jauge_domain::{Kpi, KpiFault, Unit};
use jauge_store::local::settled;

use super::columns::ENTITY_CURRENCIES as CURRENCIES;
use super::currency::Amounts;
use super::entity;
use super::guard::{both, fold, unqualified};
use super::lint;
use super::parts::{Parts, adds_up, parts};
use super::shape::{From, Shape};
use crate::catalog::{Problem, tables_below};
use jauge_store::tables::RATES;

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
    /// True where the numerator counts some of what the denominator counts, by the KPI's own word.
    pub(crate) share: bool,
    /// The type of the value.
    pub(crate) kind: DataType,
    /// Which currencies its amounts are in ([`Amounts::currencies`]).
    pub(crate) currencies: Vec<Expr>,
    /// The column of which it has a value for one content alone, and for several none.
    pub(crate) one_of: Option<String>,
}

/// What a KPI is computed over. KPIs of equal sources share one scan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Source {
    /// The model or table.
    pub(crate) model: String,
    /// The subquery that aggregates it per entity, as planned.
    pub(crate) inner: Option<LogicalPlan>,
}

/// Plans a KPI that reads a model whose rows stand at `time`, in a workspace that is paid in `currency`.
pub(crate) async fn measure(
    state: &SessionState,
    kpi: &Kpi,
    shape: Shape,
    currency: Option<&str>,
    time: Option<&str>,
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
    let converts = tables_below(input).map_err(engine)?.contains(RATES);
    let rated_by = time.filter(|_| converts);
    let amounts = Amounts::new(input.schema(), currency, rated_by, kpi.unit, &raw).map_err(engine)?;
    let filter = filter.as_ref();
    let measured = measured(kpi, source, raw, filter, &amounts).map_err(engine)?;
    if kpi.unit == Unit::Money { per_entity(measured, filter, currency).map_err(engine) } else { Ok(measured) }
}

/// A KPI whose amounts are added up per entity first is in the currencies that they are in there.
fn per_entity(kpi: Measured, filter: Option<&Expr>, currency: Option<&str>) -> EngineResult<Measured> {
    let Some(inner) = &kpi.source.inner else { return Ok(kpi) };
    let Some(aggregate) = entity::grouped(inner) else { return Ok(kpi) };
    let rows = Amounts::new(aggregate.input.schema(), currency, None, Unit::Money, &lit(true))?;
    let found: Vec<_> = CURRENCIES.into_iter().zip(rows.currencies(&aggregate.aggr_expr)?).collect();
    let [(least, _), (greatest, _)] = found.as_slice() else { return Ok(kpi) };
    let over = [min(col(*least)), max(col(*greatest))].map(|expr| unqualified(fold(expr, filter, inner.schema())?));
    let inner = Some(entity::with_aggregates(inner, &found)?);
    let currencies = over.into_iter().collect::<EngineResult<_>>()?;
    Ok(Measured { source: Source { inner, ..kpi.source }, currencies, ..kpi })
}

fn measured(
    kpi: &Kpi,
    source: Source,
    raw: Expr,
    filter: Option<&Expr>,
    amounts: &Amounts<'_>,
) -> EngineResult<Measured> {
    let schema = amounts.schema;
    let rows = count(lit(1_i64));
    // A lone aggregate with a filter of its own is fed by the rows that pass it.
    let own = match &raw {
        Expr::AggregateFunction(AggregateFunction { params, .. }) => params.filter.as_deref().cloned(),
        _ => None,
    };
    let behind = both(filter.cloned(), own, schema)?;
    let ready = |expr: Expr, filter| unqualified(fold(expr, filter, schema)?);
    let currencies = amounts.currencies(std::slice::from_ref(&raw))?.into_iter().map(|expr| ready(expr, filter));
    let split = parts(&raw).map(|parts| -> EngineResult<Parts> {
        let (numerator, denominator) = (ready(parts.numerator, filter)?, ready(parts.denominator, filter)?);
        Ok(Parts { numerator, denominator, plain: parts.plain })
    });
    Ok(Measured {
        source,
        parts: split.transpose()?,
        rows: ready(rows, behind.as_ref())?,
        adds_up: kpi.unit == Unit::Count || adds_up(&raw),
        share: kpi.share,
        kind: raw.get_type(schema)?,
        one_of: one_of(&raw),
        currencies: currencies.collect::<EngineResult<_>>()?,
        value: ready(raw, filter)?,
    })
}

/// The column of `CASE WHEN min(column) = max(column) THEN … END`.
fn one_of(kpi: &Expr) -> Option<String> {
    let Expr::Case(case) = kpi else { return None };
    let [(condition, _)] = case.when_then_expr.as_slice() else { return None };
    let Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) = condition.as_ref() else { return None };
    let ((least, column), (greatest, same)) = extreme(left).zip(extreme(right))?;
    let is_one =
        column == same && least != greatest && [least, greatest].iter().all(|name| ["min", "max"].contains(name));
    is_one.then(|| column.to_owned())
}

/// An aggregate's name and the column it is of.
fn extreme(expr: &Expr) -> Option<(&str, &str)> {
    let Expr::AggregateFunction(aggregate) = expr else { return None };
    match aggregate.params.args.as_slice() {
        [Expr::Column(column)] => Some((aggregate.func.name(), column.name.as_str())),
        _ => None,
    }
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
