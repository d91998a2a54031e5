//! How KPIs are made of their days, read off their definitions alone.

use std::collections::BTreeMap;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::Expr;
use datafusion::prelude::SessionContext;
use jauge_domain::Additivity;

use crate::catalog::{Catalog, with_spans};
use crate::planner::measure::Measured;
use crate::planner::parts::is_sum;
use crate::planner::prepare::Preparing;
use crate::planner::prepared::Prepared;

/// How each of `kpis` is made of its days, where the distinct counts of days may stand for those of a period: a ratio of them is
/// one. [`Additivity::Other`] of what cannot be asked.
pub async fn of_days(ctx: &SessionContext, catalog: &Catalog, kpis: &[String]) -> BTreeMap<String, Additivity> {
    let state = with_spans(ctx);
    let mut preparing = Preparing::new(&state, catalog);
    for kpi in kpis.iter().filter_map(|id| catalog.kpis.get(id)) {
        // What is wrong with one is said where it is asked.
        let _ = preparing.kpi(kpi).await;
    }
    let prepared = preparing.done;
    kpis.iter().map(|id| (id.clone(), of_kpi(&prepared, catalog, id))).collect()
}

fn of_kpi(prepared: &Prepared, catalog: &Catalog, id: &str) -> Additivity {
    let windowed = catalog.kpis.get(id).is_some_and(|kpi| kpi.window_days.is_some());
    match prepared.measured.get(id) {
        Some(measured) if !windowed && measured.source.inner.is_none() => of_measured(measured),
        Some(_) => Additivity::Other,
        None => of_derived(prepared, catalog, id),
    }
}

fn of_measured(measured: &Measured) -> Additivity {
    const COUNTED: [&str; 3] = ["count", "sum", "count distinct"];
    let known = additivity(measured);
    let counted = measured.parts.as_ref().is_some_and(|parts| {
        let names = aggregates(&parts.numerator).into_iter().chain(aggregates(&parts.denominator));
        parts.plain && names.into_iter().all(|name| COUNTED.contains(&name.as_str()))
    });
    if known == Additivity::Other && counted { Additivity::Ratio { shared: false } } else { known }
}

fn of_derived(prepared: &Prepared, catalog: &Catalog, id: &str) -> Additivity {
    let Some((_, derived)) = prepared.derived.iter().find(|(known, _)| known == id) else { return Additivity::Other };
    let read: Vec<Additivity> = derived.reads().map(|(id, _)| of_kpi(prepared, catalog, id)).collect();
    let counted = read.iter().all(|one| matches!(one, Additivity::Sum | Additivity::Distinct));
    if !counted || derived.reads_previous() {
        return Additivity::Other;
    }
    match derived.adds_up() {
        [true, _] if read.contains(&Additivity::Distinct) => Additivity::Distinct,
        [true, _] => Additivity::Sum,
        [_, true] => Additivity::Ratio { shared: false },
        [false, false] => Additivity::Other,
    }
}

/// How a KPI over a model adds up over days.
pub(super) fn additivity(kpi: &Measured) -> Additivity {
    let additive = |expr: &Expr| aggregates(expr).iter().all(|name| ["count", "sum"].contains(&name.as_str()));
    match &kpi.parts {
        // Who divides the parts of one with a factor gets another number than its value.
        Some(parts) if !parts.plain => Additivity::Other,
        Some(parts) if additive(&parts.numerator) && additive(&parts.denominator) => {
            let counts = |expr: &Expr| aggregates(expr) == ["count"];
            Additivity::Ratio { shared: kpi.share || (counts(&parts.numerator) && counts(&parts.denominator)) }
        }
        None if aggregates(&kpi.value) == ["count distinct"] => Additivity::Distinct,
        None if additive(&kpi.value) && is_sum(&kpi.value) => Additivity::Sum,
        _ => Additivity::Other,
    }
}

/// The names of the aggregates in `expr`.
fn aggregates(expr: &Expr) -> Vec<String> {
    let mut names = Vec::new();
    let _ = expr.apply(|node| {
        if let Expr::AggregateFunction(one) = node {
            names.push(format!("{}{}", one.func.name(), if one.params.distinct { " distinct" } else { "" }));
            return Ok(TreeNodeRecursion::Jump);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    names
}
