//! Models that a question reads more than once, each computed once.
//!
//! Before a question is run it is known which columns of which models its plans read, and under which filters. A model that two
//! of them read, or two models that they read, is computed once, in the columns that any of them wants, and held in memory until
//! the question is answered; one that is too large for that is computed by each reader.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Column, Result as EngineResult};
use datafusion::execution::SessionState;
use datafusion::logical_expr::expr_rewriter::unnormalize_cols;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::prelude::SessionContext;

use super::held::{Held, HeldRows};
use super::inlined::Inlined;
use super::model_table::ModelTable;
use super::views::Views;

/// `ctx` for running `plans`: the models that they share are computed in it. What fails here fails again where it is read, and is
/// told there.
pub(crate) async fn share<'p>(ctx: &SessionContext, plans: impl Iterator<Item = &'p LogicalPlan>) -> SessionContext {
    let wanted = wanted(ctx, plans);
    if wanted.is_empty() {
        return ctx.clone();
    }
    let held = Arc::new(Held::default());
    let ctx = SessionContext::new_with_state(Inlined::with(ctx.state(), &held));
    let mut left = most();
    for (name, model, columns) in wanted {
        let Ok(plan) = reading(&model, &columns, &[]) else { continue };
        if let Ok(Some(rows)) = HeldRows::compute(&ctx, plan, model.schema(), &columns, left).await {
            left = left.saturating_sub(rows.bytes());
            held.hold(name, rows);
        }
    }
    ctx
}

/// Most bytes that the shared rows of a question may take: the rest of what asking may use is for its work.
fn most() -> usize {
    jauge_store::mebibytes() * 1024 * 1024 / 4
}

/// The models that `plans` share, with the columns wanted of each, each after those that it reads itself.
fn wanted<'p>(
    ctx: &SessionContext,
    plans: impl Iterator<Item = &'p LogicalPlan>,
) -> Vec<(String, ModelTable, BTreeSet<usize>)> {
    let schema = Views::of(ctx);
    let Some(views) = schema.as_ref().and_then(|schema| schema.downcast_ref::<Views>()) else { return Vec::new() };
    let state = Inlined::off(ctx.state());
    let mut readings = Readings { state: &state, models: BTreeMap::new() };
    plans.for_each(|plan| readings.note(plan));
    let mut shared = Vec::new();
    // From those that no model reads, so that whoever reads a model is known before it.
    for name in views.order.iter().rev() {
        let Some((model, all)) = readings.models.remove(name) else { continue };
        let whole = all.iter().filter(|one| !one.saves(&state, &model, all.len())).count();
        if whole < 2 {
            all.iter().for_each(|one| readings.below(&model, &one.columns, &one.filters));
            continue;
        }
        let columns = all.into_iter().flat_map(|one| one.columns).collect();
        readings.below(&model, &columns, &[]);
        shared.push((name.clone(), model, columns));
    }
    shared.reverse();
    shared
}

/// Where models are read, by their names.
struct Readings<'a> {
    state: &'a SessionState,
    models: BTreeMap<String, (ModelTable, Vec<Reading>)>,
}

/// One place where a model is read.
struct Reading {
    columns: BTreeSet<usize>,
    filters: Vec<Expr>,
}

impl Readings<'_> {
    /// Adds the places where models are read by `plan`.
    fn note(&mut self, plan: &LogicalPlan) {
        // What cannot be planned is told to whoever runs it.
        let Ok(plan) = self.state.optimize(plan) else { return };
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
                let name = scan.table_name.table().to_owned();
                let place = self.models.entry(name).or_insert_with(|| (model.clone(), Vec::new()));
                place.1.push(Reading { columns, filters });
            }
            Ok(TreeNodeRecursion::Continue)
        });
    }

    /// Adds the places where models are read by `model`.
    fn below(&mut self, model: &ModelTable, columns: &BTreeSet<usize>, filters: &[Expr]) {
        if let Ok(plan) = reading(model, columns, filters) {
            self.note(&plan);
        }
    }
}

impl Reading {
    /// True where some of the filters of one of `readers` get below what `model` computes, so that it computes less.
    fn saves(&self, state: &SessionState, model: &ModelTable, readers: usize) -> bool {
        if self.filters.is_empty() || readers < 2 {
            return false;
        }
        let all = (0..model.schema().fields().len()).collect();
        let on_top = |filters: &[Expr]| {
            let plan = reading(model, &all, filters).and_then(|plan| state.optimize(&plan));
            plan.map(|plan| conditions_on_top(&plan))
        };
        let asked: usize = self.filters.iter().map(|filter| split_conjunction(filter).len()).sum();
        match (on_top(&[]), on_top(&self.filters)) {
            (Ok(own), Ok(with)) => with < own + asked,
            _ => true,
        }
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

/// The plan of the columns at `columns` of the rows of `model` that pass all `filters`.
fn reading(model: &ModelTable, columns: &BTreeSet<usize>, filters: &[Expr]) -> EngineResult<LogicalPlan> {
    let mut plan = LogicalPlanBuilder::from(model.plan().clone());
    if let Some(filter) = filters.iter().cloned().reduce(Expr::and) {
        plan = plan.filter(filter)?;
    }
    let schema = model.plan().schema();
    plan.project(columns.iter().map(|at| Expr::Column(Column::from(schema.qualified_field(*at)))))?.build()
}
