//! Whether shop and tag call orders alike: where few of the tag's ids are the shop's, most orders would be counted twice.

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::Int64Type,
};
use jauge_ask::functions::names_nothing;
use jauge_domain::{LoadNote, Message};
use jauge_store::{Store, StoreError, engine};

/// The least orders of the tag that say something of the others.
const ENOUGH: i64 = 10;
/// One in so many must match.
const ONE_IN: i64 = 5;

/// The ids that the tag sent while the shop has orders: how many there are, and how many of them are the shop's ids of either kind.
const SQL: &str = "
WITH span AS (
  SELECT min(ordered_at) - INTERVAL '1 day' AS began, max(ordered_at) + INTERVAL '1 day' AS ended FROM shop_orders
),
tagged AS (
  SELECT DISTINCT translate(transaction_id, '# ', '') AS id
  FROM events CROSS JOIN span
  WHERE event_name = 'purchase' AND event_time BETWEEN began AND ended
    AND NOT names_nothing(transaction_id)
)
SELECT count(*), count(by_id.id), count(by_other.id)
FROM tagged
LEFT JOIN (SELECT DISTINCT order_id AS id FROM shop_orders) AS by_id ON by_id.id = tagged.id
LEFT JOIN (SELECT DISTINCT other_id AS id FROM shop_orders) AS by_other ON by_other.id = tagged.id";

/// What to say where fewer than a fifth of the tag's orders are the shop's, under the id that the shop's are told apart by; `None` where
/// there are not both, or they match.
///
/// # Errors
/// The tables cannot be read.
pub(crate) async fn few_match(store: &Store) -> Result<Option<Message>, StoreError> {
    let _reading = store.reading();
    let query = StoreError::query("shop_orders");
    let ctx = engine::for_asking().map_err(&query)?;
    ctx.register_udf(names_nothing());
    for name in ["events", "shop_orders"] {
        let Some(table) = store.table(name).await? else { return Ok(None) };
        ctx.register_table(name, table.provider(None).await?).map_err(&query)?;
    }
    let frame = ctx.sql(SQL).await.map_err(&query)?;
    Ok(said(&frame.collect().await.map_err(&query)?))
}

/// What the three numbers of the answer say.
fn said(rows: &[RecordBatch]) -> Option<Message> {
    let number =
        |column: usize| rows.first()?.column(column).as_primitive_opt::<Int64Type>()?.values().first().copied();
    let (tagged, matching, by_other) = (number(0)?, number(1)?, number(2)?);
    let is_few = tagged >= ENOUGH && matching * ONE_IN < tagged;
    let other = (by_other > matching).then_some(by_other);
    is_few.then(|| LoadNote::FewOrdersMatch { tagged, matching, other }.into())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array};

    use super::*;

    fn of(numbers: [i64; 3]) -> Option<Message> {
        let columns = ["a", "b", "c"].into_iter().zip(numbers);
        let columns = columns.map(|(name, number)| (name, Arc::new(Int64Array::from(vec![number])) as ArrayRef));
        said(&[RecordBatch::try_from_iter(columns).unwrap()])
    }

    #[test]
    fn few_matches_are_said_with_the_id_that_matches_better() {
        let note = |tagged, matching, other| Some(LoadNote::FewOrdersMatch { tagged, matching, other }.into());
        assert_eq!(of([100, 19, 90]), note(100, 19, Some(90)));
        assert_eq!(of([100, 19, 0]), note(100, 19, None));
        assert_eq!(of([100, 20, 90]), None);
        assert_eq!(of([9, 0, 9]), None);
    }
}
