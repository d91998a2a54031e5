//! The rows of a Delta table, with every filter applied.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    error::DataFusionError,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType},
    physical_plan::ExecutionPlan,
};

/// A table without partitions. Of a condition on partitions alone the library below says that it applies it exactly; so it does of one
/// that names no column, such as the `NULL = 'x'` that a union makes of a filter on a column one of its sides lacks, and then lets every
/// row through.
#[derive(Debug)]
pub(crate) struct Filtered(pub(crate) Arc<dyn TableProvider>);

#[async_trait]
impl TableProvider for Filtered {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }

    fn table_type(&self) -> TableType {
        self.0.table_type()
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        let applied = |below| match below {
            TableProviderFilterPushDown::Exact => TableProviderFilterPushDown::Unsupported,
            other => other,
        };
        Ok(self.0.supports_filters_pushdown(filters)?.into_iter().map(applied).collect())
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        self.0.scan(session, projection, filters, limit).await
    }
}
