//! What a reader of answers about orders should know: what amounts are of, which orders are left out, and that refunds without a
//! day of their own are still to come.

use datafusion::common::Result as EngineResult;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{Expr, SessionContext, col, lit};
use datafusion::scalar::ScalarValue;
use jauge_domain::{AskNote, Basis, Message, OfOrders, Question, Span, Value};
use jauge_store::values_of;
use jiff::Timestamp;

use super::several::Roots;
use crate::catalog::{Catalog, rows};

/// The rows of the shop that are no order by their status alone.
const LEFT_OUT: &str = "SELECT status, standing, ordered_at FROM \
     (SELECT status, order_standing(status, cancelled_at IS NOT NULL) AS standing, ordered_at FROM shop_orders) \
     WHERE standing NOT IN ('counts', 'refunded')";
/// The same, less those that something was paid back of, which takes the events to know.
const LEFT_OUT_EXACTLY: &str = "SELECT status, standing, ordered_at FROM order_statuses WHERE NOT counts";
/// The orders that count and have no amount on the basis that is asked for.
const WITHOUT_AMOUNT: &str =
    "SELECT 'x' AS status, 'x' AS standing, ordered_at FROM orders WHERE revenue IS NULL AND total IS NOT NULL";
/// Refunds that the shop knows without their day.
const UNDATED: &str = "SELECT 1 FROM shop_orders WHERE refunded_at IS NULL \
     AND (refunded <> 0 OR order_standing(status, cancelled_at IS NOT NULL) = 'refunded') LIMIT 1";

/// A standing that a refund event turns into an order.
const CANCELLED: &str = "cancelled";

/// Statuses with what they make of an order, and how many orders have each.
type Statuses = Vec<(String, String, u64)>;

/// What there is to know of the answers to `question` about `span`; `roots` has what each KPI is computed from. What is wrong with a
/// look at the orders costs its note, not the answer.
pub(crate) async fn notes(
    ctx: &SessionContext,
    catalog: &Catalog,
    question: &Question,
    span: Option<Span>,
    roots: &Roots,
) -> Vec<Message> {
    let of = |id: &String| roots.get(id).into_iter().flatten().map(String::as_str);
    let asked = |is: fn(OfOrders) -> bool| -> Vec<String> {
        question.kpis.iter().filter(|id| hangs(catalog, of(id), is)).cloned().collect()
    };
    let mut notes: Vec<Message> = Vec::new();
    let amounts = asked(OfOrders::has_basis);
    if !amounts.is_empty() {
        notes.push(AskNote::Basis { kpis: amounts, basis: catalog.basis }.into());
        notes.extend(without_amount(ctx, catalog.basis, span).await.unwrap_or_default());
    }
    if !asked(OfOrders::leaves_out).is_empty() {
        notes.extend(left_out(ctx, span).await.unwrap_or_default());
    }
    let refunds = asked(|of| of == OfOrders::Refunds);
    if !refunds.is_empty() && undated(ctx).await.unwrap_or_default() {
        notes.push(AskNote::RefundsUndated { kpis: refunds }.into());
    }
    notes
}

/// True where one of `roots`, the KPIs that another is computed from, hangs on orders so.
pub(crate) fn hangs<'a>(catalog: &Catalog, mut roots: impl Iterator<Item = &'a str>, is: fn(OfOrders) -> bool) -> bool {
    roots.any(|id| catalog.kpis.get(id).and_then(|kpi| kpi.of_orders).is_some_and(is))
}

async fn left_out(ctx: &SessionContext, span: Option<Span>) -> EngineResult<Option<Message>> {
    let mut statuses = by_status(ctx, LEFT_OUT, span).await?;
    if statuses.iter().any(|(_, standing, _)| standing == CANCELLED) {
        statuses = by_status(ctx, LEFT_OUT_EXACTLY, span).await?;
    }
    // Those with one status and another standing, because of when they were cancelled, are said together.
    let mut said: Vec<(String, u64)> = Vec::new();
    for (status, standing, orders) in statuses {
        let name = if status.is_empty() { standing } else { status };
        match said.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known += orders,
            None => said.push((name, orders)),
        }
    }
    said.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok((!said.is_empty()).then(|| AskNote::OrdersLeftOut { statuses: said }.into()))
}

async fn without_amount(ctx: &SessionContext, basis: Basis, span: Option<Span>) -> EngineResult<Option<Message>> {
    if basis == Basis::Total {
        return Ok(None);
    }
    let orders = by_status(ctx, WITHOUT_AMOUNT, span).await?.first().map(|(.., orders)| *orders);
    Ok(orders.map(|orders| AskNote::OrdersWithoutAmount { orders, basis }.into()))
}

async fn undated(ctx: &SessionContext) -> EngineResult<bool> {
    Ok(rows(ctx, ctx.sql(UNDATED).await?.logical_plan().clone()).await?.iter().any(|batch| batch.num_rows() > 0))
}

/// How many rows of `sql`, which has a status, a standing and a time, there are in `span`, by the former two.
async fn by_status(ctx: &SessionContext, sql: &str, span: Option<Span>) -> EngineResult<Statuses> {
    let mut frame = ctx.sql(sql).await?;
    if let Some(Span { start, end }) = span {
        frame = frame.filter(col("ordered_at").gt_eq(instant(start)).and(col("ordered_at").lt(instant(end))))?;
    }
    let counted = frame.aggregate(vec![col("status"), col("standing")], vec![count(lit(1)).alias("orders")])?;
    let mut statuses = Statuses::new();
    for batch in rows(ctx, counted.logical_plan().clone()).await? {
        let columns = batch.columns().iter().map(values_of).collect::<Result<Vec<_>, _>>()?;
        let [names, standings, orders] = columns.as_slice() else { continue };
        for ((name, standing), orders) in names.iter().zip(standings).zip(orders) {
            let orders = if let Value::Int(orders) = orders { orders.unsigned_abs() } else { 0 };
            statuses.push((text(name), text(standing), orders));
        }
    }
    Ok(statuses)
}

fn text(value: &Value) -> String {
    if let Value::Text(text) = value { text.trim().to_owned() } else { String::new() }
}

fn instant(at: Timestamp) -> Expr {
    lit(ScalarValue::TimestampMicrosecond(Some(at.as_microsecond()), Some("UTC".into())))
}
