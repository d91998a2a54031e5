//! The rule of the engine's analyzer by which models are read.

use std::sync::Arc;

use datafusion::common::Result as EngineResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::datasource::provider_as_source;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::optimizer::AnalyzerRule;

use super::held::Held;
use super::model_table::ModelTable;

const NAME: &str = "models";

/// Puts the rows that are held of a model, else what it computes, in the place of its name.
#[derive(Debug, Default)]
pub(super) struct Inlined {
    held: Arc<Held>,
}

impl Inlined {
    /// `state` with what is `held`.
    pub(super) fn with(state: SessionState, held: &Arc<Held>) -> SessionState {
        let mut rules = without(&state);
        let written = usize::from(rules.first().is_some_and(|rule| rule.name() == jauge_store::local::NAME));
        // Behind the rule for what SQL says of time, which was applied to models already; before types are made to fit.
        rules.insert(written, Arc::new(Self { held: Arc::clone(held) }));
        SessionStateBuilder::new_from_existing(state).with_analyzer_rules(rules).build()
    }

    /// `state` in which models stay names.
    pub(super) fn off(state: SessionState) -> SessionState {
        let rules = without(&state);
        SessionStateBuilder::new_from_existing(state).with_analyzer_rules(rules).build()
    }

    fn put(&self, node: LogicalPlan) -> EngineResult<Transformed<LogicalPlan>> {
        let LogicalPlan::TableScan(scan) = &node else { return Ok(Transformed::no(node)) };
        let Some(model) = ModelTable::of(scan) else { return Ok(Transformed::no(node)) };
        let plan = match self.held.rows(scan.table_name.table()) {
            Some(rows) => LogicalPlanBuilder::scan(scan.table_name.clone(), provider_as_source(rows), None)?,
            None => LogicalPlanBuilder::from(model.plan().clone()).alias(scan.table_name.clone())?,
        };
        Ok(Transformed::yes(plan.build()?))
    }
}

fn without(state: &SessionState) -> Vec<Arc<dyn AnalyzerRule + Send + Sync>> {
    state.analyzer().rules.iter().filter(|rule| rule.name() != NAME).cloned().collect()
}

impl AnalyzerRule for Inlined {
    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> EngineResult<LogicalPlan> {
        Ok(plan.transform_down_with_subqueries(|node| self.put(node))?.data)
    }

    fn name(&self) -> &str {
        NAME
    }
}
