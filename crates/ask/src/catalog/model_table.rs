//! A model as the engine reads it: computed anew by each reader, or once for all readers of a question.

use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::view::ViewTable;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Column, Result as EngineResult};
use datafusion::datasource::DefaultTableSource;
use datafusion::logical_expr::{
    Expr, LogicalPlan, LogicalPlanBuilder, TableProviderFilterPushDown, TableScan, TableType,
};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{cast, col};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::projection::ProjectionExec;

use super::shared::Shared;

/// A model that groups, joins or looks at several rows at once, so that computing it again is work done twice.
///
/// Other models are views: what reads them may as well read what they read.
#[derive(Clone, Debug)]
pub(super) struct ModelTable {
    name: String,
    view: Arc<ViewTable>,
}

impl ModelTable {
    pub(super) fn new(name: String, view: ViewTable) -> Self {
        Self { name, view: Arc::new(view) }
    }

    /// The model that `scan` reads; `None` where that is a table, or a view.
    pub(super) fn of(scan: &TableScan) -> Option<&Self> {
        scan.source.downcast_ref::<DefaultTableSource>()?.table_provider.downcast_ref()
    }

    /// What the model computes.
    pub(super) fn plan(&self) -> &LogicalPlan {
        self.view.logical_plan()
    }

    /// The plan of the columns at `columns` of the rows that pass all `filters`.
    ///
    /// # Errors
    /// The engine's, where a filter does not fit the model.
    pub(super) fn reading(&self, columns: &[usize], filters: &[Expr]) -> EngineResult<LogicalPlan> {
        let mut plan = LogicalPlanBuilder::from(self.plan().clone());
        if let Some(filter) = filters.iter().cloned().reduce(Expr::and) {
            plan = plan.filter(filter)?;
        }
        let schema = self.plan().schema();
        plan.project(columns.iter().map(|at| Expr::Column(Column::from(schema.qualified_field(*at)))))?.build()
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

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> EngineResult<Vec<TableProviderFilterPushDown>> {
        self.view.supports_filters_pushdown(filters)
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        let schema = self.schema();
        let wanted = projection.map_or_else(|| Ok(Schema::clone(&schema)), |columns| schema.project(columns))?;
        let shared = state.config().get_extension::<Shared>();
        let shared = shared.and_then(|shared| shared.rows(&self.name, &wanted, filters));
        let plan = match shared {
            Some((rows, columns)) => rows.scan(state, Some(&columns), filters, limit).await?,
            None => self.view.scan(state, projection, filters, limit).await?,
        };
        as_planned(plan, &wanted)
    }
}

/// `plan` with the types of `schema`: the engine settles on one of its types of text for both sides of a union after it was planned.
fn as_planned(plan: Arc<dyn ExecutionPlan>, schema: &Schema) -> EngineResult<Arc<dyn ExecutionPlan>> {
    let given = plan.schema();
    let same =
        given.fields().iter().zip(schema.fields()).all(|(given, wanted)| given.data_type() == wanted.data_type());
    if same {
        return Ok(plan);
    }
    let column = |wanted: &Arc<datafusion::arrow::datatypes::Field>| {
        let column = cast(col(wanted.name(), &given)?, &given, wanted.data_type().clone())?;
        Ok((column, wanted.name().clone()))
    };
    let columns: Vec<(Arc<dyn PhysicalExpr>, String)> =
        schema.fields().iter().map(column).collect::<EngineResult<_>>()?;
    Ok(Arc::new(ProjectionExec::try_new(columns, plan)?))
}
