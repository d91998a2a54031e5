//! A subquery that aggregates per entity: grain and dimensions are added to it as they are to the outer level.

use std::sync::Arc;

use datafusion::common::{Result as EngineResult, plan_err};
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::{
    Aggregate, Expr, Filter, LogicalPlan, LogicalPlanBuilder, Projection, SubqueryAlias, col,
};

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
    match below_group(plan) {
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
                    return plan_err!("the subquery has grouping sets of its own; put it into a model");
                }
                let bounds = self
                    .bounds
                    .iter()
                    .flat_map(|(low, high)| [min(low.clone()).alias(FIRST), max(high.clone()).alias(LAST)]);
                let aggregates: Vec<Expr> = aggr_expr.iter().cloned().chain(bounds).collect();
                input = LogicalPlanBuilder::from(input).aggregate(group(group_expr), aggregates)?.build()?;
                Ok(input)
            }
            other => plan_err!("the subquery has a step that cannot be grouped: {}", other.display()),
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

fn below_group(plan: &LogicalPlan) -> Option<&LogicalPlan> {
    match plan {
        LogicalPlan::Aggregate(aggregate) => Some(&aggregate.input),
        LogicalPlan::SubqueryAlias(alias) => below_group(&alias.input),
        LogicalPlan::Projection(projection) => below_group(&projection.input),
        LogicalPlan::Filter(filter) => below_group(&filter.input),
        _ => None,
    }
}
