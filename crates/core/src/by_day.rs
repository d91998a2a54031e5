//! The days that `daily` counts, because no event tells of them.

use std::collections::BTreeSet;

use arrow::{array::AsArray, datatypes::Date32Type};
use datafusion::{error::DataFusionError, prelude::SessionContext};
use jauge_domain::date_of_epoch_day;
use jiff::civil::Date;

/// How the columns of `daily` that have values begin.
pub(crate) const COLUMNS: &str = "daily.";

/// Those that the model `daily_days` has.
pub(crate) async fn days(ctx: &SessionContext) -> Result<BTreeSet<Date>, DataFusionError> {
    let batches = ctx.table("daily_days").await?.select_columns(&["date"])?.collect().await?;
    let columns = batches.iter().filter_map(|batch| batch.column(0).as_primitive_opt::<Date32Type>());
    Ok(columns.flat_map(|days| days.iter().flatten().map(date_of_epoch_day)).collect())
}
