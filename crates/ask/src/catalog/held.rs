//! Rows of models that were computed, held in memory while a question is answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::utils::memory::RecordBatchMemoryCounter;
use datafusion::common::{Result as EngineResult, exec_datafusion_err};
use datafusion::datasource::MemTable;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::logical_expr::{Expr, LogicalPlan, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::SessionContext;
use futures::StreamExt;

/// Models whose rows are held, by name.
#[derive(Debug, Default)]
pub(super) struct Held {
    rows: Mutex<BTreeMap<String, Arc<HeldRows>>>,
}

impl Held {
    /// The rows of `model`, where they are held.
    pub(super) fn rows(&self, model: &str) -> Option<Arc<HeldRows>> {
        self.all().get(model).cloned()
    }

    pub(super) fn hold(&self, model: String, rows: Arc<HeldRows>) {
        self.all().insert(model, rows);
    }

    /// How many bytes the rows of all models but `model` take.
    pub(super) fn bytes_beside(&self, model: &str) -> usize {
        self.all().iter().filter(|(name, _)| *name != model).map(|(_, rows)| rows.memory.size()).sum()
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Arc<HeldRows>>> {
        // Each change is one insertion, so that a panic elsewhere leaves nothing half done.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows of a model in some of its columns; reading another is an error.
#[derive(Debug)]
pub(super) struct HeldRows {
    /// Every column of the model.
    schema: SchemaRef,
    /// Which of them are held, in the order of `rows`.
    columns: Vec<usize>,
    rows: MemTable,
    /// What the rows take stays told to the engine as long as they are held.
    memory: MemoryReservation,
}

impl HeldRows {
    /// Computes `plan`, which gives the columns at `columns` of a model of the columns `schema`; `None` where they take more than
    /// `most` bytes, or more than there is.
    ///
    /// # Errors
    /// The engine's, while computing.
    pub(super) async fn compute(
        ctx: &SessionContext,
        plan: LogicalPlan,
        schema: SchemaRef,
        columns: &BTreeSet<usize>,
        most: usize,
    ) -> EngineResult<Option<Self>> {
        let columns: Vec<usize> = columns.iter().copied().collect();
        let held = Arc::new(schema.project(&columns)?);
        let memory = MemoryConsumer::new("shared models").register(&ctx.runtime_env().memory_pool);
        let mut counter = RecordBatchMemoryCounter::new();
        let mut rows = ctx.execute_logical_plan(plan).await?.execute_stream().await?;
        let mut batches = Vec::new();
        while let Some(batch) = rows.next().await {
            let batch = as_planned(&batch?, &held)?;
            let bytes = counter.count_batch(&batch);
            if counter.memory_usage() > most || memory.try_grow(bytes).is_err() {
                return Ok(None);
            }
            batches.push(batch);
        }
        let rows = MemTable::try_new(held, dealt(batches, ctx.state().config().target_partitions()))?;
        Ok(Some(Self { schema, columns, rows, memory }))
    }

    /// True where all of `columns` are held.
    pub(super) fn has(&self, columns: &BTreeSet<usize>) -> bool {
        columns.iter().all(|column| self.columns.contains(column))
    }

    /// The columns that are held.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().copied()
    }
}

/// `batches` dealt out to `hands`, so that as many can read them side by side.
fn dealt(batches: Vec<RecordBatch>, hands: usize) -> Vec<Vec<RecordBatch>> {
    let mut dealt = vec![Vec::new(); hands.max(1)];
    let hands = dealt.len();
    for (nth, batch) in batches.into_iter().enumerate() {
        dealt[nth % hands].push(batch);
    }
    dealt
}

/// `batch` in the types of `schema`: the engine settles on one of its types of text for both sides of a union after it was planned.
fn as_planned(batch: &RecordBatch, schema: &SchemaRef) -> EngineResult<RecordBatch> {
    let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| cast(column, field.data_type()));
    Ok(RecordBatch::try_new(Arc::clone(schema), columns.collect::<Result<_, _>>()?)?)
}

#[async_trait]
impl TableProvider for HeldRows {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        let all = || (0..self.schema.fields().len()).collect();
        let place = |wanted: usize| {
            let place = self.columns.iter().position(|held| *held == wanted);
            place.ok_or_else(|| exec_datafusion_err!("`{}` is not held", self.schema.field(wanted).name()))
        };
        let places = projection.cloned().unwrap_or_else(all).into_iter().map(place);
        let places: Vec<usize> = places.collect::<EngineResult<_>>()?;
        self.rows.scan(state, Some(&places), &[], limit).await
    }
}
