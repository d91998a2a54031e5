//! `[orders]` of jauge.toml as the models and answers of a snapshot know it.

use datafusion::prelude::SessionContext;
use jauge_ask::orders::{order_standing, refunds_tracked, revenue_basis};
use jauge_workspace::{OrdersConfig, Refunds};

/// The column by which a shop says what was refunded.
const REFUNDED: &str = "shop_orders.refunded";

/// Registers the functions by which models know what counts, and what it is worth.
pub(crate) fn register(ctx: &SessionContext, orders: &OrdersConfig) {
    ctx.register_udf(order_standing(orders.counts.as_deref(), orders.waiting.counts()));
    ctx.register_udf(revenue_basis(orders.revenue.name()));
    ctx.register_udf(refunds_tracked(orders.refunds.is_some()));
}

/// The column that counts as filled where all refunds are known: that there is none is known, too.
pub(crate) fn known_refunds(orders: &OrdersConfig) -> Option<String> {
    orders.refunds.map(|Refunds::Tracked| REFUNDED.to_owned())
}
