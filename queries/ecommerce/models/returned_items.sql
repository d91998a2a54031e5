/*---
name       = "returned_items"
time       = "refunded_at"
dimensions = [
  "item_id", "item_name", "item_brand", "item_category", "is_told", "channel", "source", "medium", "campaign", "landing_page",
  "new_returning", "device_category", "country", "order_country", "language", "currency", "order_id", "buyer_id",
]
---*/
-- One row a line that was paid back, on the day it was: the items of a refund event where it has any, the lines of its order where one
-- refund came to all of the order. Of another refund nobody can tell the products: it is one row of its amount without an item, and
-- `is_told` is false. Lines are worth price times quantity, as in `order_items`.
WITH told AS (
  SELECT refunds.*, event.items, event.told_in, event.day
  FROM refunds
  LEFT JOIN (SELECT event_id, items, coalesce(currency, workspace_currency()) AS told_in, day
             FROM refund_events
             WHERE cardinality(items) > 0) AS event ON event.event_id = refunds.refund_id
),
lines AS (
  SELECT told.refund_id, told.refunded_at, told.order_id, told.buyer_id, TRUE AS is_told,
         told.item['item_id']       AS item_id,
         told.item['item_name']     AS item_name,
         told.item['item_category'] AS item_category,
         told.item['quantity']      AS quantity,
         cast(told.item['price'] * told.item['quantity'] * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS amount,
         CASE WHEN rated.rate IS NULL THEN told.told_in ELSE workspace_currency() END AS currency,
         told.channel, told.source, told.medium, told.campaign, told.landing_page, told.new_returning, told.device_category,
         told.country, told.order_country, told.language
  FROM (SELECT told.*, unnest(items) AS item FROM told WHERE items IS NOT NULL) AS told
  LEFT JOIN currency_rates AS rated ON rated.currency = told.told_in AND told.day >= rated.since AND told.day < rated.until
  UNION ALL
  SELECT told.refund_id, told.refunded_at, told.order_id, told.buyer_id, line.order_id IS NOT NULL,
         line.item_id, line.item_name, line.item_category, line.quantity,
         CASE WHEN line.order_id IS NULL THEN told.amount ELSE line.line_revenue END,
         CASE WHEN line.order_id IS NULL THEN told.currency ELSE line.currency END,
         told.channel, told.source, told.medium, told.campaign, told.landing_page, told.new_returning, told.device_category,
         told.country, told.order_country, told.language
  FROM (SELECT * FROM told WHERE items IS NULL) AS told
  LEFT JOIN (SELECT order_id, revenue FROM orders) AS whole ON whole.order_id = told.order_id AND told.amount >= whole.revenue
  LEFT JOIN order_items AS line ON line.order_id = whole.order_id
)
SELECT lines.*, listed.item_brand
FROM lines
LEFT JOIN (SELECT item_id, max(item_brand) AS item_brand FROM product_list GROUP BY item_id) AS listed
  ON listed.item_id = lines.item_id
