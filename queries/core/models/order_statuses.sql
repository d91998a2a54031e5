/*---
name       = "order_statuses"
time       = "ordered_at"
key        = ["order_id"]
dimensions = ["status", "standing", "counts", "currency"]
---*/
-- One row a row of `shop_orders` with what its status makes of it: `counts` says whether it is an order at all, `standing` why. The
-- statuses that are known come with Jauge, `[orders] counts` names others. What was refunded stays an order, and its money is among
-- the refunds: all of it where the shop names no amount. What was cancelled, by its status or by `cancelled_at`, was an order only where
-- it had been paid, which its status says or something having been paid back; then it is refunded. What a shop writes
-- below zero was paid back all the same, as what a refund event does.
SELECT told.* EXCLUDE (refunded),
       CASE WHEN told.standing <> 'refunded' THEN told.refunded
            -- What was cancelled before anything was paid back will be: the shop's 0 is of today.
            WHEN told.cancelled_at IS NOT NULL THEN coalesce(nullif(told.refunded, 0), told.revenue)
            ELSE coalesce(told.refunded, told.revenue) END AS refunded,
       told.standing IN ('counts', 'refunded')
         OR (told.standing = 'cancelled' AND (coalesce(told.refunded, 0) > 0 OR paid_back.order_id IS NOT NULL)) AS counts
FROM (SELECT * EXCLUDE (refunded), abs(refunded) AS refunded, order_standing(status, cancelled_at IS NOT NULL) AS standing
      FROM shop_orders) AS told
LEFT JOIN (SELECT DISTINCT order_id FROM refund_events WHERE order_id IS NOT NULL) AS paid_back
  ON paid_back.order_id = told.order_id
