//! The engine's session that a workspace is asked in.

use datafusion::{error::DataFusionError, prelude::SessionContext};
use jauge_ask::{
    functions::{local_day, workspace_currency},
    orders::{order_standing, revenue_basis},
};
use jauge_store::{engine, local::in_zone};
use jauge_workspace::Settings;

/// A session without tables, in the zone of `workspace` and with the functions by which models and KPIs know it.
pub(crate) fn session(workspace: &Settings) -> Result<SessionContext, DataFusionError> {
    let calendar = &workspace.calendar;
    let ctx = in_zone(&engine::for_asking()?, calendar, jauge_load::reads(calendar.time_zone(), None));
    ctx.register_udf(workspace_currency(workspace.config.workspace.currency.clone()));
    ctx.register_udf(local_day(calendar.clone()));
    let orders = &workspace.config.orders;
    ctx.register_udf(order_standing(orders.counts.as_deref(), orders.waiting.counts()));
    ctx.register_udf(revenue_basis(orders.revenue.name()));
    Ok(ctx)
}
