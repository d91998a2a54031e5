//! Models that a question reads more than once, each computed once.
//!
//! Before a question is run it is known which columns of which models its plans read, and under which filters. A model that two
//! of them read, or two models that they read, is computed once, in the columns that any of them wants, and held in memory until
//! the question is answered; one that is too large for that is computed by each reader.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::datatypes::Schema;
use datafusion::catalog::TableProvider;
use datafusion::catalog::view::ViewTable;
use datafusion::common::Result as EngineResult;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::utils::memory::RecordBatchMemoryCounter;
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::execution::SessionState;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::logical_expr::expr_rewriter::unnormalize_cols;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::SessionContext;
use futures::StreamExt;

use super::model_table::ModelTable;
use super::views::Views;

/// Of a model the rows that pass filters, by its name and how they are written.
type Part = (String, Vec<String>);

/// The rows of models that one question shares.
#[derive(Debug, Default)]
pub(super) struct Shared {
    rows: Mutex<BTreeMap<Part, Held>>,
}

#[derive(Clone, Debug)]
struct Held {
    view: Arc<ViewTable>,
    /// What the rows take stays told to the engine as long as they are held.
    _memory: Arc<MemoryReservation>,
}

impl Shared {
    /// The rows of `model` that pass `filters`, and perhaps others, with the places in them of the columns of `wanted`.
    pub(super) fn rows(&self, model: &str, wanted: &Schema, filters: &[Expr]) -> Option<(Arc<ViewTable>, Vec<usize>)> {
        let held = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |filters: Vec<String>| held.get(&(model.to_owned(), filters));
        let view = &of(written(filters)).or_else(|| of(Vec::new()))?.view;
        let known = view.schema();
        let filtered = filters.iter().flat_map(Expr::column_refs).all(|column| known.index_of(&column.name).is_ok());
        let columns = wanted.fields().iter().map(|field| known.index_of(field.name()).ok()).collect::<Option<_>>()?;
        filtered.then(|| (Arc::clone(view), columns))
    }

    fn hold(&self, part: Part, held: Held) {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).insert(part, held);
    }
}

/// How filters are written, whatever their order.
fn written(filters: &[Expr]) -> Vec<String> {
    let texts: BTreeSet<String> = filters.iter().map(ToString::to_string).collect();
    texts.into_iter().collect()
}

/// One place where a model is read.
struct Reading {
    columns: BTreeSet<usize>,
    filters: Vec<Expr>,
}

/// Where models are read, by their names.
type Readings = BTreeMap<String, (ModelTable, Vec<Reading>)>;

/// What several readings have in common.
#[derive(Default)]
struct Common {
    columns: BTreeSet<usize>,
    filters: Vec<Expr>,
    readers: usize,
}

/// `ctx` for running `plans`, which are optimized: what models they share is computed in it. What fails here fails again where it
/// is read, and is told there.
pub(crate) async fn share<'p>(ctx: &SessionContext, plans: impl Iterator<Item = &'p LogicalPlan>) -> SessionContext {
    let mut state = ctx.state();
    let planned = planned(ctx, &state, plans);
    if planned.is_empty() {
        return ctx.clone();
    }
    let shared = Arc::new(Shared::default());
    state.config_mut().set_extension(Arc::clone(&shared));
    let ctx = SessionContext::new_with_state(state);
    let mut left = most();
    for (part, plan) in planned {
        if let Ok(Some((held, bytes))) = computed(&ctx, &part.0, &plan, left).await {
            left = left.saturating_sub(bytes);
            shared.hold(part, held);
        }
    }
    ctx
}

/// Most bytes that the shared rows of a question may take: the rest of what asking may use is for its work.
fn most() -> usize {
    jauge_store::mebibytes() * 1024 * 1024 / 4
}

/// The plans of what is shared, each after those that it reads itself.
fn planned<'p>(
    ctx: &SessionContext,
    state: &SessionState,
    plans: impl Iterator<Item = &'p LogicalPlan>,
) -> Vec<(Part, LogicalPlan)> {
    let schema = Views::of(ctx);
    let Some(views) = schema.as_ref().and_then(|schema| schema.downcast_ref::<Views>()) else { return Vec::new() };
    let mut readings = Readings::new();
    plans.for_each(|plan| note(plan, &mut readings));
    let mut shared = Vec::new();
    // From those that are read by none, so that whoever reads a model is known before it.
    for name in views.order.iter().rev() {
        let Some((model, read)) = readings.remove(name) else { continue };
        for common in in_common(state, &model, read) {
            let columns: Vec<usize> = common.columns.into_iter().collect();
            let plan = model.reading(&columns, &common.filters).and_then(|plan| state.optimize(&plan));
            let Ok(plan) = plan else { continue };
            note(&plan, &mut readings);
            if common.readers > 1 {
                shared.push(((name.clone(), written(&common.filters)), plan));
            }
        }
    }
    shared.reverse();
    shared
}

/// Adds the places at which `plan` reads models.
fn note(plan: &LogicalPlan, readings: &mut Readings) {
    // The walk itself cannot fail.
    let _ = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node
            && let Some(model) = ModelTable::of(scan)
        {
            let schema = model.schema();
            let filters = unnormalize_cols(scan.filters.clone());
            let projected = scan.projection.clone().unwrap_or_else(|| (0..schema.fields().len()).collect());
            let filtered = filters.iter().flat_map(Expr::column_refs);
            let filtered = filtered.filter_map(|column| schema.index_of(&column.name).ok());
            let columns = projected.into_iter().chain(filtered).collect();
            let place =
                readings.entry(scan.table_name.table().to_owned()).or_insert_with(|| (model.clone(), Vec::new()));
            place.1.push(Reading { columns, filters });
        }
        Ok(TreeNodeRecursion::Continue)
    });
}

/// `readings` of `model`, together where one computation serves them: they have the same filters, or some filter nothing, or their
/// filters save the model no work.
fn in_common(state: &SessionState, model: &ModelTable, readings: Vec<Reading>) -> Vec<Common> {
    let several = readings.len() > 1;
    let mut all: BTreeMap<Vec<String>, Common> = BTreeMap::new();
    let mut saving: BTreeMap<Vec<String>, bool> = BTreeMap::new();
    let none = readings.iter().any(|reading| reading.filters.is_empty());
    for Reading { columns, filters } in readings {
        let texts = written(&filters);
        let saves =
            !none && (!several || *saving.entry(texts.clone()).or_insert_with(|| saves(state, model, &filters)));
        let (texts, filters) = if saves { (texts, filters) } else { (Vec::new(), Vec::new()) };
        let common = all.entry(texts).or_default();
        common.columns.extend(columns);
        common.filters = filters;
        common.readers += 1;
    }
    all.into_values().collect()
}

/// True where some of `filters` get below what `model` computes, so that it computes less.
fn saves(state: &SessionState, model: &ModelTable, filters: &[Expr]) -> bool {
    let columns: Vec<usize> = (0..model.schema().fields().len()).collect();
    let on_top = |filters: &[Expr]| {
        let plan = model.reading(&columns, filters).and_then(|plan| state.optimize(&plan));
        plan.map(|plan| conditions_on_top(&plan))
    };
    let asked: usize = filters.iter().map(|filter| split_conjunction(filter).len()).sum();
    match (on_top(&[]), on_top(filters)) {
        (Ok(own), Ok(with)) => with < own + asked,
        _ => true,
    }
}

/// How many conditions the rows have to meet when all else is computed.
fn conditions_on_top(plan: &LogicalPlan) -> usize {
    match plan {
        LogicalPlan::Projection(node) => conditions_on_top(&node.input),
        LogicalPlan::SubqueryAlias(node) => conditions_on_top(&node.input),
        LogicalPlan::Filter(node) => split_conjunction(&node.predicate).len() + conditions_on_top(&node.input),
        _ => 0,
    }
}

/// The rows of `plan`, with how many bytes they take; `None` where these are more than `most`.
async fn computed(
    ctx: &SessionContext,
    name: &str,
    plan: &LogicalPlan,
    most: usize,
) -> EngineResult<Option<(Held, usize)>> {
    let state = ctx.state();
    let memory = MemoryConsumer::new("shared models").register(&state.runtime_env().memory_pool);
    let plan = state.query_planner().create_physical_plan(plan, &state).await?;
    let schema = plan.schema();
    let mut rows = execute_stream(plan, ctx.task_ctx())?;
    let mut counter = RecordBatchMemoryCounter::new();
    let mut partitions = vec![Vec::new(); state.config().target_partitions().max(1)];
    let mut nth = 0;
    while let Some(batch) = rows.next().await {
        let batch = batch?;
        let bytes = counter.count_batch(&batch);
        if counter.memory_usage() > most || memory.try_grow(bytes).is_err() {
            return Ok(None);
        }
        let place = nth % partitions.len();
        partitions[place].push(batch);
        nth += 1;
    }
    let table = provider_as_source(Arc::new(MemTable::try_new(schema, partitions)?));
    let view = ViewTable::new(LogicalPlanBuilder::scan(name, table, None)?.build()?, None);
    Ok(Some((Held { view: Arc::new(view), _memory: Arc::new(memory) }, counter.memory_usage())))
}
