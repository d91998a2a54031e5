//! The one aggregate of a scan: every measure once, in every bucket, group and total.

use datafusion::common::Result as EngineResult;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::functions_aggregate::expr_fn::{max, min};
use datafusion::logical_expr::{Expr, GroupingSet, LogicalPlan, LogicalPlanBuilder, col};

use super::columns::{BUCKET, CURRENCIES, FIRST, GROUPING_ID, LAST, SET};
use super::entity;
use super::measure::{Measured, Source};
use super::row_kind::RowKind;
use super::time::Time;

/// What rows are grouped by.
pub(crate) struct Grouping {
    pub(crate) keys: Vec<Expr>,
    pub(crate) sets: Vec<(RowKind, Vec<bool>)>,
    /// True where the bucket key is a list: a row counts in each of its buckets.
    pub(crate) spread: bool,
}

impl Grouping {
    /// One aggregate for all of `kpis`.
    pub(crate) fn aggregate(
        &self,
        rows: LogicalPlan,
        source: &Source,
        bounds: Option<&Time>,
        kpis: &[(&str, &Measured)],
    ) -> EngineResult<LogicalPlan> {
        // The keys become columns first, so that grouping sets and subqueries name them only.
        let columns = rows.schema().columns().into_iter().map(Expr::Column);
        let columns: Vec<_> = columns.chain(self.keys.iter().cloned()).collect();
        let mut rows = LogicalPlanBuilder::from(rows).project(columns)?;
        if self.spread {
            rows = rows.unnest_column(BUCKET)?.filter(col(BUCKET).is_not_null())?;
        }
        let mut rows = rows.build()?;
        let names: Vec<String> = self.keys.iter().map(|key| key.schema_name().to_string()).collect();
        let mut time = bounds.map(|time| (time.column(), time.column()));
        let mut grouped = self.group_by(&names, &[]);
        if let Some(inner) = &source.inner {
            let keys = entity::Keys { names: &names, bounds: time.clone(), several: self.several() };
            rows = keys.rebuild(inner, rows, &|own| self.group_by(&names, own))?;
            grouped = names.iter().map(col).chain(self.several().then(|| col(SET))).collect();
            time = time.map(|_| (col(FIRST), col(LAST)));
        }
        let mut aggregates = Aggregates::default();
        let mut outputs: Vec<Expr> = names.iter().map(col).collect();
        if self.several() {
            let id = if source.inner.is_some() { SET } else { GROUPING_ID };
            outputs.push(col(id).alias(SET));
        }
        if let Some((low, high)) = time {
            outputs.push(aggregates.take(min(low))?.alias(FIRST));
            outputs.push(aggregates.take(max(high))?.alias(LAST));
        }
        for (nth, (_, kpi)) in kpis.iter().enumerate() {
            outputs.push(aggregates.take(kpi.value.clone())?.alias(format!("v{nth}")));
            outputs.push(aggregates.take(kpi.rows.clone())?.alias(format!("r{nth}")));
            if let Some(parts) = &kpi.parts {
                outputs.push(aggregates.take(parts.numerator.clone())?.alias(format!("n{nth}")));
                outputs.push(aggregates.take(parts.denominator.clone())?.alias(format!("d{nth}")));
            }
            for (name, expr) in CURRENCIES.iter().zip(&kpi.currencies) {
                outputs.push(aggregates.take(expr.clone())?.alias(format!("{name}{nth}")));
            }
        }
        LogicalPlanBuilder::from(rows).aggregate(grouped, aggregates.named())?.project(outputs)?.build()
    }

    /// The GROUP BY: `own` and the keys, in as many sets as there are levels.
    fn group_by(&self, names: &[String], own: &[Expr]) -> Vec<Expr> {
        let set = |flags: &[bool]| {
            let keys = names.iter().zip(flags).filter(|(_, grouped)| **grouped).map(|(name, _)| col(name));
            own.iter().cloned().chain(keys).collect::<Vec<_>>()
        };
        match self.sets.as_slice() {
            [(_, only)] => set(only),
            sets => {
                vec![Expr::GroupingSet(GroupingSet::GroupingSets(sets.iter().map(|(_, flags)| set(flags)).collect()))]
            }
        }
    }

    /// The grouping id of each level: a bit for each key left out, the last key the lowest. Keys of a subquery's own stand
    /// before them and are never left out.
    pub(crate) fn ids(&self) -> Vec<(RowKind, u64)> {
        let id = |flags: &[bool]| flags.iter().fold(0, |id, grouped| (id << 1) | u64::from(!grouped));
        self.sets.iter().map(|(level, flags)| (*level, id(flags))).collect()
    }

    fn several(&self) -> bool {
        self.sets.len() > 1
    }
}

/// The aggregates of a plan, each once.
#[derive(Default)]
struct Aggregates(Vec<Expr>);

impl Aggregates {
    /// `expr` with its aggregates replaced by the columns that will hold them.
    fn take(&mut self, expr: Expr) -> EngineResult<Expr> {
        let replaced = expr.transform_down(|node| {
            if !matches!(node, Expr::AggregateFunction(_)) {
                return Ok(Transformed::no(node));
            }
            let at = self.0.iter().position(|known| *known == node).unwrap_or_else(|| {
                self.0.push(node);
                self.0.len() - 1
            });
            Ok(Transformed::new(col(aggregate(at)), true, TreeNodeRecursion::Jump))
        })?;
        Ok(replaced.data)
    }

    fn named(self) -> Vec<Expr> {
        self.0.into_iter().enumerate().map(|(at, expr)| expr.alias(aggregate(at))).collect()
    }
}

fn aggregate(at: usize) -> String {
    format!("__a{at}")
}
