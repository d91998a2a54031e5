//! The engine's session that a workspace is asked in.

use datafusion::{error::DataFusionError, prelude::SessionContext};
use jauge_ask::functions::{local_day, names_nothing, workspace_currency};
use jauge_store::{engine, local::in_zone};
use jauge_workspace::Settings;

use crate::orders;

/// A session without tables, in the zone of `workspace` and with the functions by which models and KPIs know it.
pub(crate) fn session(workspace: &Settings) -> Result<SessionContext, DataFusionError> {
    let calendar = &workspace.calendar;
    let ctx = in_zone(&engine::for_asking()?, calendar, jauge_load::reads(calendar.time_zone(), None));
    ctx.register_udf(workspace_currency(workspace.config.workspace.currency.clone()));
    ctx.register_udf(local_day(calendar.clone()));
    ctx.register_udf(names_nothing());
    jauge_load::json_functions().into_iter().for_each(|function| ctx.register_udf(function));
    orders::register(&ctx, &workspace.config.orders);
    Ok(ctx)
}
