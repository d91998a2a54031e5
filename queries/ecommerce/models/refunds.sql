/*---
name       = "refunds"
time       = "refunded_at"
key        = ["refund_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "language", "currency",
  "is_dated", "has_order", "order_id", "buyer_id",
]
---*/
-- One row a refund, on the day it was made; what it is grouped by is its order's. What only `shop_orders` knows of has no
-- day of its own and stands on its order's. A refund without an amount gives back all there is.
SELECT event.event_id                                              AS refund_id,
       event.event_time                                            AS refunded_at,
       event.transaction_id                                        AS order_id,
       coalesce(orders.buyer_id, event.visitor_id)                 AS buyer_id,
       cast(coalesce(abs(event.value), orders.revenue) AS DECIMAL(18, 4)) AS amount,
       coalesce(event.currency, orders.currency)                   AS currency,
       TRUE                                                        AS is_dated,
       orders.order_id IS NOT NULL                                 AS has_order,
       orders.channel, orders.source, orders.medium, orders.campaign, orders.landing_page, orders.new_returning,
       orders.device_category, coalesce(orders.country, event.country) AS country, orders.language
FROM hits AS event
LEFT JOIN orders ON orders.order_id = event.transaction_id
WHERE event.event_name = 'refund'
UNION ALL
SELECT 'order ' || shop.order_id, shop.ordered_at, shop.order_id, coalesce(shop.customer_id, shop.visitor_id), shop.refunded,
       shop.currency, FALSE, TRUE,
       orders.channel, orders.source, orders.medium, orders.campaign, orders.landing_page, orders.new_returning,
       orders.device_category, orders.country, orders.language
FROM shop_orders AS shop
JOIN orders ON orders.order_id = shop.order_id
LEFT JOIN (SELECT DISTINCT transaction_id FROM hits WHERE event_name = 'refund') AS event ON event.transaction_id = shop.order_id
WHERE shop.refunded > 0 AND event.transaction_id IS NULL
