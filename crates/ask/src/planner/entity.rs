//! A subquery that aggregates per entity: grain and dimensions are added to it as they are to the outer level.

use std::sync::Arc;

use datafusion::common::Result as EngineResult;
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::{
    Aggregate, Expr, Filter, LogicalPlan, LogicalPlanBuilder, Projection, SubqueryAlias, col,
};

use jauge_domain::EngineMessage;
use jauge_store::told;

use super::columns::{FIRST, GROUPING_ID, LAST, SET};

/// What is added to every level of the subquery.
pub(crate) struct Keys<'a> {
    /// The key columns.
    pub(crate) names: &'a [String],
    /// The time column, twice, where the data say when the period starts or ends.
    pub(crate) bounds: Option<(Expr, Expr)>,
    /// True where there are several grouping sets.
    pub(crate) several: bool,
}

/// The rows that the subquery aggregates, its WHERE apart.
pub(crate) fn innermost(plan: &LogicalPlan) -> &LogicalPlan {
    match grouped(plan).map(|aggregate| aggregate.input.as_ref()) {
        Some(LogicalPlan::Filter(Filter { input, .. })) => input,
        Some(rows) => rows,
        None => plan,
    }
}

impl Keys<'_> {
    /// `plan` over `rows`, which have the key columns; `group` makes the GROUP BY from the subquery's own.
    pub(crate) fn rebuild(
        &self,
        plan: &LogicalPlan,
        rows: LogicalPlan,
        group: &dyn Fn(&[Expr]) -> Vec<Expr>,
    ) -> EngineResult<LogicalPlan> {
        match plan {
            LogicalPlan::SubqueryAlias(SubqueryAlias { input, alias, .. }) => {
                LogicalPlanBuilder::from(self.rebuild(input, rows, group)?).alias(alias.clone())?.build()
            }
            LogicalPlan::Projection(Projection { expr, input, .. }) => {
                let input = self.rebuild(input, rows, group)?;
                let outputs: Vec<Expr> = expr.iter().cloned().chain(self.carried()).collect();
                LogicalPlanBuilder::from(input).project(outputs)?.build()
            }
            LogicalPlan::Filter(Filter { predicate, input, .. }) => {
                let input = self.rebuild(input, rows, group)?;
                LogicalPlanBuilder::from(input).filter(predicate.clone())?.build()
            }
            LogicalPlan::Aggregate(Aggregate { input, group_expr, aggr_expr, .. }) => {
                let mut input =
                    LogicalPlanBuilder::from(rows).build().map(Arc::new).and_then(|rows| refilter(input, rows))?;
                if group_expr.iter().any(|expr| matches!(expr, Expr::GroupingSet(_))) {
                    return Err(told(EngineMessage::GroupingSets));
                }
                let bounds = self
                    .bounds
                    .iter()
                    .flat_map(|(low, high)| [min(low.clone()).alias(FIRST), max(high.clone()).alias(LAST)]);
                let aggregates: Vec<Expr> = aggr_expr.iter().cloned().chain(bounds).collect();
                input = LogicalPlanBuilder::from(input).aggregate(group(group_expr), aggregates)?.build()?;
                Ok(input)
            }
            other => Err(told(EngineMessage::Ungroupable { step: other.display().to_string() })),
        }
    }

    /// The columns that each level hands to the next.
    fn carried(&self) -> Vec<Expr> {
        let set = self.several.then(|| col(GROUPING_ID).alias(SET));
        let bounds = self.bounds.iter().flat_map(|_| [col(FIRST), col(LAST)]);
        self.names.iter().map(col).chain(set).chain(bounds).collect()
    }
}

/// The subquery's WHERE, put over the rows again.
fn refilter(below: &LogicalPlan, rows: Arc<LogicalPlan>) -> EngineResult<LogicalPlan> {
    match below {
        LogicalPlan::Filter(Filter { predicate, .. }) => {
            LogicalPlanBuilder::from(rows).filter(predicate.clone())?.build()
        }
        _ => Ok(Arc::unwrap_or_clone(rows)),
    }
}

/// `plan` with `more` aggregates, whose names every level of it hands to the next.
pub(crate) fn with_aggregates(plan: &LogicalPlan, more: &[(&str, Expr)]) -> EngineResult<LogicalPlan> {
    match plan {
        LogicalPlan::SubqueryAlias(SubqueryAlias { input, alias, .. }) => {
            LogicalPlanBuilder::from(with_aggregates(input, more)?).alias(alias.clone())?.build()
        }
        LogicalPlan::Projection(Projection { expr, input, .. }) => {
            let outputs: Vec<Expr> = expr.iter().cloned().chain(more.iter().map(|(name, _)| col(*name))).collect();
            LogicalPlanBuilder::from(with_aggregates(input, more)?).project(outputs)?.build()
        }
        LogicalPlan::Filter(Filter { predicate, input, .. }) => {
            LogicalPlanBuilder::from(with_aggregates(input, more)?).filter(predicate.clone())?.build()
        }
        LogicalPlan::Aggregate(Aggregate { input, group_expr, aggr_expr, .. }) => {
            let more = more.iter().map(|(name, expr)| expr.clone().alias(*name));
            let aggregates: Vec<Expr> = aggr_expr.iter().cloned().chain(more).collect();
            LogicalPlanBuilder::from(input.as_ref().clone()).aggregate(group_expr.clone(), aggregates)?.build()
        }
        other => Ok(other.clone()),
    }
}

/// The aggregate of the subquery, below what only names or filters its rows.
pub(crate) fn grouped(plan: &LogicalPlan) -> Option<&Aggregate> {
    match plan {
        LogicalPlan::Aggregate(aggregate) => Some(aggregate),
        LogicalPlan::SubqueryAlias(alias) => grouped(&alias.input),
        LogicalPlan::Projection(projection) => grouped(&projection.input),
        LogicalPlan::Filter(filter) => grouped(&filter.input),
        _ => None,
    }
}
