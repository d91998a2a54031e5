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
-- day of its own and stands on its order's. A refund without an amount gives back all there is; one
-- that names no currency is in its order's.
WITH told AS (
  SELECT event_id AS refund_id, event_time AS refunded_at, transaction_id AS order_id, visitor_id, abs(value) AS amount, currency,
         country, TRUE AS is_dated
  FROM hits
  WHERE event_name = 'refund'
  UNION ALL
  SELECT 'order ' || shop.order_id, shop.ordered_at, shop.order_id, NULL, shop.refunded, shop.currency, NULL, FALSE
  FROM shop_orders AS shop
  LEFT JOIN (SELECT DISTINCT transaction_id FROM hits WHERE event_name = 'refund') AS event ON event.transaction_id = shop.order_id
  WHERE shop.refunded > 0 AND event.transaction_id IS NULL
)
SELECT told.refund_id,
       told.refunded_at,
       told.order_id,
       coalesce(orders.buyer_id, told.visitor_id)                     AS buyer_id,
       cast(coalesce(told.amount * coalesce(rated.rate, 1), orders.revenue) AS DECIMAL(18, 4)) AS amount,
       CASE WHEN told.amount IS NULL THEN orders.currency
            WHEN rated.rate IS NULL THEN coalesce(told.currency, orders.paid_in, workspace_currency())
            ELSE workspace_currency() END                             AS currency,
       told.is_dated,
       orders.order_id IS NOT NULL                                    AS has_order,
       orders.channel, orders.source, orders.medium, orders.campaign, orders.landing_page, orders.new_returning,
       orders.device_category, coalesce(orders.country, told.country) AS country, orders.language
FROM told
LEFT JOIN orders ON orders.order_id = told.order_id
LEFT JOIN currency_rates AS rated
  ON rated.currency = coalesce(told.currency, orders.paid_in) AND local_day(told.refunded_at) >= rated.since AND local_day(told.refunded_at) < rated.until
