/*---
name       = "support_load"
time       = "happened_at"
dimensions = ["kind"]
---*/
-- What tickets are set beside: one row a session, one a ticket and one an order. An order is a row of `shop_orders` that counts or a
-- purchase event of an id that has none; the same id counts once. The channel of a ticket is not the channel of a session, so neither
-- is a dimension.
SELECT session_start AS happened_at, 'session' AS kind, 1 AS sessions, 0 AS tickets, 0 AS orders FROM sessions
UNION ALL
SELECT created_at, 'ticket', 0, 1, 0 FROM support_tickets
UNION ALL
SELECT ordered_at, 'order', 0, 0, 1
FROM (SELECT order_id, ordered_at FROM order_statuses WHERE counts
      UNION ALL
      SELECT bought.order_id, bought.event_time
      FROM purchase_events AS bought
      LEFT JOIN shop_orders ON shop_orders.order_id = bought.order_id
      WHERE bought.nth = 1 AND shop_orders.order_id IS NULL)
