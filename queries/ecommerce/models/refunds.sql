/*---
name       = "refunds"
time       = "refunded_at"
key        = ["refund_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "order_country", "language",
  "currency",
  "is_dated", "has_order", "order_id", "buyer_id",
]
---*/
-- One row a refund, on the day it was made; what it is grouped by is its order's. What only `shop_orders` knows of, beyond the refund
-- events of its order, stands on `refunded_at`, else on its order's day, and `is_dated` is false. A refund without an amount gives back
-- what is left of its order; one that names no currency is in its order's. What only repeats that all was paid back is none, and neither
-- is what was paid back of an order that does not count. Under another `[orders] revenue` than the total a refund is cut as its order is.
WITH told AS (
  SELECT event_id AS refund_id, event_time AS refunded_at, place, order_id, visitor_id, abs(value) AS amount, currency, country,
         TRUE AS is_dated
  FROM refund_events
  LEFT JOIN (SELECT order_id AS left_out FROM order_statuses WHERE NOT counts) AS uncounted ON uncounted.left_out = order_id
  WHERE NOT is_repeat AND uncounted.left_out IS NULL
  UNION ALL
  SELECT 'order ' || shop.order_id, coalesce(shop.refunded_at, shop.ordered_at), NULL, shop.order_id, NULL,
         shop.refunded - coalesce(event.amount, 0), shop.currency, NULL, shop.refunded_at IS NOT NULL
  FROM order_statuses AS shop
  LEFT JOIN (SELECT order_id, sum(abs(value)) AS amount, bool_or(value IS NULL) AS in_full,
                    min(currency) AS least, max(currency) AS greatest
             FROM refund_events
             WHERE order_id IS NOT NULL AND NOT is_repeat
             GROUP BY order_id) AS event ON event.order_id = shop.order_id
  WHERE shop.counts AND shop.refunded > coalesce(event.amount, 0) AND event.in_full IS NOT TRUE
    -- Amounts in another currency cannot be taken off.
    AND coalesce(event.least, shop.currency, workspace_currency(), '') = coalesce(shop.currency, workspace_currency(), '')
    AND coalesce(event.greatest, shop.currency, workspace_currency(), '') = coalesce(shop.currency, workspace_currency(), '')
),
worth AS (
  SELECT told.*,
         cast(told.amount * CASE WHEN revenue_basis() = 'total' THEN 1 ELSE orders.revenue / nullif(orders.total, 0) END
              * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS paid,
         CASE WHEN told.amount IS NULL THEN orders.currency
              WHEN rated.rate IS NULL THEN coalesce(told.currency, orders.paid_in, workspace_currency())
              ELSE workspace_currency() END                             AS paid_as,
         orders.revenue, orders.currency AS order_currency, orders.order_id IS NOT NULL AS has_order, orders.buyer_id,
         orders.channel, orders.source, orders.medium, orders.campaign, orders.landing_page, orders.new_returning,
         orders.device_category, coalesce(orders.country, told.country) AS bought_in,
         coalesce(orders.order_country, told.country) AS order_country, orders.language
  FROM told
  LEFT JOIN orders ON orders.order_id = told.order_id
  LEFT JOIN currency_rates AS rated
    ON rated.currency = coalesce(told.currency, orders.paid_in) AND local_day(told.refunded_at) >= rated.since AND local_day(told.refunded_at) < rated.until
)
SELECT refund_id,
       refunded_at,
       order_id,
       coalesce(buyer_id, visitor_id)                                 AS buyer_id,
       cast(CASE WHEN amount IS NOT NULL THEN paid
                 ELSE revenue - coalesce(sum(CASE WHEN paid_as = order_currency THEN paid END) OVER before, 0)
            END AS DECIMAL(18, 4))                                    AS amount,
       paid_as                                                        AS currency,
       is_dated,
       has_order,
       channel, source, medium, campaign, landing_page, new_returning, device_category, bought_in AS country, order_country, language
FROM worth
WINDOW before AS (PARTITION BY order_id ORDER BY refunded_at, place, refund_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
