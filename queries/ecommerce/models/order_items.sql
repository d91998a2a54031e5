/*---
name       = "order_items"
time       = "ordered_at"
dimensions = [
  "item_id", "item_name", "item_category", "channel", "source", "medium", "campaign", "landing_page", "new_returning",
  "device_category", "country", "order_country", "language", "currency", "status", "is_first_order", "order_id",
  "buyer_id",
]
---*/
-- One row a line of an order; orders whose items are unknown have none.
SELECT order_id,
       ordered_at,
       buyer_id,
       item['item_id']       AS item_id,
       item['item_name']     AS item_name,
       item['item_category'] AS item_category,
       cast(CASE WHEN has_prices THEN item['price'] * rate END AS DECIMAL(18, 4)) AS price,
       item['quantity']      AS quantity,
       cast(CASE WHEN has_prices THEN item['price'] * item['quantity'] * rate END AS DECIMAL(18, 4)) AS line_revenue,
       currency, status, is_first_order,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, order_country, language
FROM (SELECT orders.*, unnest(items) AS item FROM orders)
