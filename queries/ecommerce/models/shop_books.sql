/*---
name       = "shop_books"
time       = "ordered_at"
key        = ["order_id"]
dimensions = ["status", "currency", "amount_class", "weekday", "order_id"]
---*/
-- One row an order that the shop has, with whether the tag saw it: since the tag saw its first, so that what was before it does
-- not count as lost. The dimensions are what the shop itself knows, and no session tells.
SELECT orders.order_id,
       orders.ordered_at,
       orders.day,
       orders.status,
       orders.currency,
       CASE WHEN orders.revenue IS NULL THEN NULL
            WHEN orders.revenue < 20 THEN '1 below 20'
            WHEN orders.revenue < 50 THEN '2 from 20'
            WHEN orders.revenue < 100 THEN '3 from 50'
            WHEN orders.revenue < 200 THEN '4 from 100'
            ELSE '5 from 200' END                                  AS amount_class,
       cast(extract(isodow FROM orders.day) AS BIGINT)             AS weekday,
       orders.in_events,
       orders.session_id IS NOT NULL                               AS has_session
FROM orders
CROSS JOIN (SELECT min(event_time) AS since FROM purchase_events) AS tag
WHERE orders.in_shop AND orders.ordered_at >= tag.since
