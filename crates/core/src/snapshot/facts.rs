//! What a workspace opened for questions has: names, columns, how far they reach, and what is wrong.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use jauge_ask::{Lineage, catalog::Problem};
use jauge_domain::{Basis, Kpi, NoValue, Seam};
use jiff::Timestamp;

use super::Snapshot;

impl Snapshot {
    /// The names of tables and models.
    pub fn names(&self) -> Vec<&str> {
        self.catalog.tables.keys().chain(self.catalog.models.keys()).map(String::as_str).collect()
    }

    /// What is wrong with models of packs.
    pub async fn check_packs(&self) -> Vec<Problem> {
        self.catalog.plan_models(&self.ctx, |name| self.of_packs.contains(name)).await
    }

    /// What is wrong with a KPI.
    pub async fn check(&self, kpi: &Kpi) -> Vec<Problem> {
        jauge_ask::check(&self.ctx, &self.catalog, kpi).await
    }

    /// The model or table that `kpi` reads; `None` for a derived KPI, and where its SQL is wrong.
    pub async fn model(&self, kpi: &Kpi) -> Option<String> {
        jauge_ask::model(&self.ctx, kpi).await
    }

    /// Which part of what was paid for orders `kpi` is made of; `None` where it is made of none of it.
    pub async fn basis(&self, kpi: &Kpi) -> Option<Basis> {
        jauge_ask::basis(&self.ctx, &self.catalog, kpi).await
    }

    /// What `kpi` is made from.
    pub async fn lineage(&self, kpi: &Kpi) -> Lineage {
        jauge_ask::lineage(&self.ctx, &self.catalog, kpi).await
    }

    /// From when to when the data reach that `kpi` reads, where that is known.
    pub async fn reach(&self, kpi: &Kpi) -> (Option<Timestamp>, Option<Timestamp>) {
        jauge_ask::reach(&self.ctx, &self.catalog, &self.coverage, kpi).await
    }

    /// Why `kpi` has no value anywhere; `None` where all it needs and reads was loaded.
    pub async fn unmet(&self, kpi: &Kpi) -> Option<NoValue> {
        jauge_ask::unmet(&self.ctx, &self.catalog, &self.coverage, kpi).await
    }

    /// Where each system that counted by the day meets events; none where `daily` has no rows, or its models cannot be read.
    pub async fn seams(&self) -> Vec<Seam> {
        jauge_ask::seams(&self.ctx, &self.coverage).await
    }

    /// What columns a model or table has; `None` where there is no such.
    pub async fn schema(&self, name: &str) -> Option<SchemaRef> {
        let frame = self.ctx.table(name).await.ok()?;
        Some(Arc::clone(frame.schema().inner()))
    }

    /// The columns of a model or table; none where there is no such.
    pub async fn columns(&self, name: &str) -> Vec<String> {
        let schema = self.schema(name).await;
        schema.iter().flat_map(|schema| schema.fields()).map(|field| field.name().clone()).collect()
    }

    /// The dimensions of a model or table.
    pub async fn dimensions(&self, name: &str) -> Vec<String> {
        self.schema(name).await.map(|schema| self.catalog.dimensions(name, &schema)).unwrap_or_default()
    }
}
