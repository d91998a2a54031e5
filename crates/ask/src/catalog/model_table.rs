//! A model as plans have it until the engine looks at them: a name with columns.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::view::ViewTable;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result as EngineResult;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::DefaultTableSource;
use datafusion::logical_expr::{Expr, LogicalPlan, TableScan, TableType};
use datafusion::physical_plan::ExecutionPlan;

/// A model that groups, joins or looks at several rows at once, so that computing it again is work done twice. [`Inlined`] puts
/// what it computes, or rows that are computed already, in its place.
///
/// Other models are views from the start: who reads them may as well read what they read.
///
/// [`Inlined`]: super::inlined::Inlined
#[derive(Clone, Debug)]
pub(super) struct ModelTable {
    view: Arc<ViewTable>,
}

impl ModelTable {
    pub(super) fn new(view: ViewTable) -> Self {
        Self { view: Arc::new(view) }
    }

    /// The model that `scan` reads; `None` where that is a table.
    pub(super) fn of(scan: &TableScan) -> Option<&Self> {
        scan.source.downcast_ref::<DefaultTableSource>()?.table_provider.downcast_ref()
    }

    /// What the model computes.
    pub(super) fn plan(&self) -> &LogicalPlan {
        self.view.logical_plan()
    }
}

/// True where a model that `plan` computes is more than its rows taken from others, one by one.
pub(super) fn computes(plan: &LogicalPlan) -> bool {
    let mut much = false;
    // The walk itself cannot fail.
    let _ = plan.apply_with_subqueries(|node| {
        much |= !matches!(
            node,
            LogicalPlan::TableScan(_)
                | LogicalPlan::Projection(_)
                | LogicalPlan::Filter(_)
                | LogicalPlan::SubqueryAlias(_)
                | LogicalPlan::Union(_)
                | LogicalPlan::Values(_)
                | LogicalPlan::EmptyRelation(_)
        );
        Ok(if much { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    much
}

#[async_trait]
impl TableProvider for ModelTable {
    fn schema(&self) -> SchemaRef {
        self.view.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        self.view.scan(state, projection, filters, limit).await
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> EngineResult<Vec<datafusion::logical_expr::TableProviderFilterPushDown>> {
        self.view.supports_filters_pushdown(filters)
    }
}
