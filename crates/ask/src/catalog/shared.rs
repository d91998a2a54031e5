//! Models that are read more than once, each computed once.
//!
//! Before a question is run it is known which columns of which models its plans read, and under which filters. A model that two
//! of them read, or two models that they read, or that a question before has read already, is computed once, in the columns that
//! any of them wants, and held in memory for as long as the tables stand as they are; one that is too large for that is computed
//! by each reader.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
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

/// The rows of `plan`, with what it shares with itself and with questions before.
///
/// # Errors
/// The engine's.
pub(crate) async fn rows(ctx: &SessionContext, plan: LogicalPlan) -> EngineResult<Vec<RecordBatch>> {
    let shared = share(ctx, std::iter::once(&plan)).await;
    shared.execute_logical_plan(plan).await?.collect().await
}

/// `ctx` for running `plans`: the models that they share are computed in it. What fails here fails again where it is read, and is
/// told there.
pub(crate) async fn share<'p>(ctx: &SessionContext, plans: impl Iterator<Item = &'p LogicalPlan>) -> SessionContext {
    let schema = Views::of(ctx);
    let Some(views) = schema.as_ref().and_then(|schema| schema.downcast_ref::<Views>()) else { return ctx.clone() };
    let plans: Vec<&LogicalPlan> = plans.filter(|plan| reads_models(plan)).collect();
    let wanted = if plans.is_empty() { Vec::new() } else { wanted(ctx, views, &plans) };
    if wanted.is_empty() {
        return ctx.clone();
    }
    let held = Arc::new(Held::default());
    let ctx = SessionContext::new_with_state(Inlined::with(ctx.state(), &held));
    for Wanted { name, model, columns } in wanted {
        let rows = match known(&views.held, &name, &columns) {
            Some(rows) => Some(rows),
            None => computed(&ctx, views, &name, &model, columns).await,
        };
        rows.into_iter().for_each(|rows| held.hold(name.clone(), rows));
    }
    ctx
}

/// The rows of a model, where enough of them is held.
fn known(held: &Held, name: &str, columns: &BTreeSet<usize>) -> Option<Arc<HeldRows>> {
    held.rows(name).filter(|rows| rows.has(columns))
}

/// The rows of a model, held from now on; `None` where they are too many, or cannot be computed.
async fn computed(
    ctx: &SessionContext,
    views: &Views,
    name: &str,
    model: &ModelTable,
    columns: BTreeSet<usize>,
) -> Option<Arc<HeldRows>> {
    let left = most().checked_sub(views.held.bytes_beside(name))?;
    let plan = reading(model, &columns, &[]).ok()?;
    let rows = Arc::new(HeldRows::compute(ctx, plan, model.schema(), &columns, left).await.ok()??);
    views.held.hold(name.to_owned(), Arc::clone(&rows));
    Some(rows)
}

/// Most bytes that held rows may take: the rest of what asking may use is for its work.
fn most() -> usize {
    jauge_store::mebibytes() * 1024 * 1024 / 4
}

/// A model that is to be held, and which columns of it.
struct Wanted {
    name: String,
    model: ModelTable,
    columns: BTreeSet<usize>,
}

/// The models that `plans` share with each other or with questions before, each after those that it reads itself.
fn wanted(ctx: &SessionContext, views: &Views, plans: &[&LogicalPlan]) -> Vec<Wanted> {
    let state = Inlined::off(ctx.state());
    let mut readings = Readings { state: &state, models: BTreeMap::new() };
    plans.iter().for_each(|plan| readings.note(plan));
    let mut shared = Vec::new();
    // From those that no model reads, so that whoever reads a model is known before it.
    for name in views.order.iter().rev() {
        let Some((model, all)) = readings.models.remove(name) else { continue };
        let before = views.is_read(name);
        let several = before || all.len() > 1;
        let whole = all.iter().filter(|one| !(several && one.saves(&state, &model))).count();
        if whole == 0 || (whole == 1 && !before) {
            all.iter().for_each(|one| readings.below(&model, &one.columns, &one.filters));
            continue;
        }
        let mut columns = all.into_iter().flat_map(|one| one.columns).collect();
        if known(&views.held, name, &columns).is_none() {
            // What other questions read of it is wanted again.
            columns.extend(views.held.rows(name).iter().flat_map(|rows| rows.columns()));
            readings.below(&model, &columns, &[]);
        }
        shared.push(Wanted { name: name.clone(), model, columns });
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
    /// True where some of its filters get below what `model` computes, so that it computes less.
    fn saves(&self, state: &SessionState, model: &ModelTable) -> bool {
        if self.filters.is_empty() {
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

/// True where `plan` reads a model that is put into it when it is run.
fn reads_models(plan: &LogicalPlan) -> bool {
    let mut reads = false;
    // The walk itself cannot fail.
    let _ = plan.apply_with_subqueries(|node| {
        reads |= matches!(node, LogicalPlan::TableScan(scan) if ModelTable::of(scan).is_some());
        Ok(if reads { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    reads
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

#[cfg(test)]
mod tests {
    use datafusion::arrow::util::pretty::pretty_format_batches;

    use super::*;
    use crate::catalog::Catalog;

    /// Orders over two lines of a table, and a model over them that leaves out what is small.
    async fn shop() -> SessionContext {
        let ctx = SessionContext::new();
        ctx.sql("CREATE TABLE lines AS VALUES ('a', 1, 10), ('a', 2, 20), ('b', 3, 30), ('c', 4, 5)").await.unwrap();
        let mut catalog = Catalog::default();
        catalog.tables.insert("lines".to_owned(), crate::catalog::TableInfo::default());
        for (name, sql) in [
            ("orders", "SELECT column1 AS id, sum(column3) AS paid, count(*) AS items FROM lines GROUP BY column1"),
            ("large", "SELECT id, paid, row_number() OVER (ORDER BY paid) AS nth FROM orders WHERE paid > 6"),
        ] {
            let text = format!("/*---\nname = \"{name}\"\n---*/\n{sql}");
            catalog.add_model(&format!("{name}.sql"), &text).unwrap();
        }
        assert_eq!(catalog.register_models(&ctx), []);
        ctx
    }

    async fn plan(ctx: &SessionContext, sql: &str) -> LogicalPlan {
        ctx.sql(sql).await.unwrap().logical_plan().clone()
    }

    fn held(ctx: &SessionContext, model: &str) -> Option<Vec<usize>> {
        let views = Views::of(ctx).unwrap();
        let rows = views.downcast_ref::<Views>().unwrap().held.rows(model);
        rows.map(|rows| rows.columns().collect())
    }

    #[tokio::test]
    async fn what_two_plans_read_is_held_in_the_columns_of_both_and_gives_what_each_gives_alone() {
        let ctx = shop().await;
        let questions =
            ["SELECT sum(paid) FROM orders", "SELECT id FROM large ORDER BY id", "SELECT max(nth) FROM large"];
        let mut plans = Vec::new();
        for sql in questions {
            plans.push(plan(&ctx, sql).await);
        }
        let alone = {
            let ctx = shop().await;
            let mut found = Vec::new();
            for sql in questions {
                found.push(ctx.sql(sql).await.unwrap().collect().await.unwrap());
            }
            found
        };
        let shared = share(&ctx, plans.iter()).await;
        // `orders` is read by the first, and by `large`, which the others read.
        assert_eq!((held(&ctx, "orders"), held(&ctx, "large")), (Some(vec![0, 1]), Some(vec![0, 2])));
        for (plan, alone) in plans.into_iter().zip(alone) {
            let together = shared.execute_logical_plan(plan).await.unwrap().collect().await.unwrap();
            let [together, alone] = [together, alone].map(|rows| pretty_format_batches(&rows).unwrap().to_string());
            assert_eq!(together, alone);
        }
    }

    #[tokio::test]
    async fn one_reader_holds_nothing_and_the_next_question_does() {
        let ctx = shop().await;
        let first = rows(&ctx, plan(&ctx, "SELECT sum(paid) FROM orders").await).await.unwrap();
        assert_eq!(held(&ctx, "orders"), None);
        let again = rows(&ctx, plan(&ctx, "SELECT sum(paid) FROM orders").await).await.unwrap();
        assert_eq!((held(&ctx, "orders"), first), (Some(vec![1]), again));
        // Another column is computed beside those that are held.
        let items = rows(&ctx, plan(&ctx, "SELECT sum(items) FROM orders").await).await.unwrap();
        assert_eq!(held(&ctx, "orders"), Some(vec![1, 2]));
        assert!(pretty_format_batches(&items).unwrap().to_string().contains('4'));
    }

    #[tokio::test]
    async fn a_filter_that_saves_the_model_work_is_left_to_it() {
        let ctx = shop().await;
        let plans = [
            plan(&ctx, "SELECT sum(paid) FROM orders WHERE id = 'a'").await,
            plan(&ctx, "SELECT sum(items) FROM orders WHERE id = 'b'").await,
        ];
        share(&ctx, plans.iter()).await;
        assert_eq!(held(&ctx, "orders"), None);
        let plans = [
            plan(&ctx, "SELECT sum(paid) FROM orders WHERE paid > 6").await,
            plan(&ctx, "SELECT max(paid) FROM orders WHERE paid < 6").await,
        ];
        share(&ctx, plans.iter()).await;
        assert_eq!(held(&ctx, "orders"), Some(vec![1]));
    }
}
