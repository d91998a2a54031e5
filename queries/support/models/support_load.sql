/*---
name       = "support_load"
time       = "happened_at"
dimensions = ["kind"]
---*/
-- What tickets are set beside: one row a ticket and one an order. An order is a row of `shop_orders` that counts or a purchase event of
-- an id that has none; the same id counts once.
SELECT created_at AS happened_at, 'ticket' AS kind, 1 AS tickets, 0 AS orders FROM support_tickets
UNION ALL
SELECT ordered_at, 'order', 0, 1
FROM (SELECT order_id, ordered_at FROM order_statuses WHERE counts
      UNION ALL
      SELECT bought.order_id, bought.event_time
      FROM purchase_events AS bought
      LEFT JOIN shop_orders ON shop_orders.order_id = bought.order_id
      WHERE bought.nth = 1 AND shop_orders.order_id IS NULL)
