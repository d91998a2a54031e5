//! Which of the events that KPIs need there are, where the ledger does not list all names.

use std::collections::BTreeSet;

use arrow::array::AsArray;
use datafusion::{
    error::DataFusionError,
    prelude::{SessionContext, cast, col, lit},
};
use futures::TryStreamExt;
use jauge_ask::{Coverage, catalog::Catalog};
use jauge_store::{Ledger, has_more_names};

/// Looks up in the rows of `events` those names that a KPI needs and the ledger may not list.
pub(crate) async fn look_up(
    ctx: &SessionContext,
    catalog: &Catalog,
    ledger: &Ledger,
    coverage: &mut Coverage,
) -> Result<(), DataFusionError> {
    let Some(known) = &mut coverage.events else { return Ok(()) };
    if !ledger.entries().iter().any(has_more_names) {
        return Ok(());
    }
    let needs = catalog.kpis.values().flat_map(|kpi| &kpi.needs).flat_map(|need| need.split('|')).map(str::trim);
    let open = |need: &&str| !known.contains(*need) && !catalog.tables.contains_key(*need);
    let wanted: BTreeSet<String> = needs.filter(open).map(str::to_owned).collect();
    known.extend(present(ctx, wanted).await?);
    Ok(())
}

/// Those of the names `wanted` that an event has.
async fn present(ctx: &SessionContext, wanted: BTreeSet<String>) -> Result<BTreeSet<String>, DataFusionError> {
    if wanted.is_empty() {
        return Ok(BTreeSet::new());
    }
    let name = cast(col("event_name"), arrow::datatypes::DataType::Utf8).alias("event_name");
    let listed = col("event_name").in_list(wanted.into_iter().map(lit).collect(), false);
    let names = ctx.table("events").await?.filter(listed)?.select(vec![name])?.distinct()?;
    let batches: Vec<_> = names.execute_stream().await?.try_collect().await?;
    let texts = batches.iter().filter_map(|batch| batch.column(0).as_string_opt::<i32>());
    Ok(texts.flat_map(|texts| texts.iter().flatten().map(str::to_owned)).collect())
}
