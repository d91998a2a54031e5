/*---
name       = "order_items"
time       = "ordered_at"
dimensions = [
  "item_id", "item_name", "item_brand", "item_category", "channel", "source", "medium", "campaign", "landing_page", "new_returning",
  "device_category", "country", "order_country", "language", "currency", "status", "is_first_order", "order_id", "buyer_id",
]
---*/
-- One row a line of an order; orders whose items are unknown have none. Who makes a product `product_list` knows; the engine leaves it
-- unread where nobody asks.
SELECT sold.order_id,
       sold.ordered_at,
       sold.buyer_id,
       sold.item_id, sold.item_name, listed.item_brand, sold.item_category,
       sold.price, sold.quantity, sold.line_revenue,
       sold.currency, sold.status, sold.is_first_order,
       sold.channel, sold.source, sold.medium, sold.campaign, sold.landing_page, sold.new_returning, sold.device_category, sold.country,
       sold.order_country, sold.language
FROM (SELECT order_id, ordered_at, buyer_id,
             item['item_id']       AS item_id,
             item['item_name']     AS item_name,
             item['item_category'] AS item_category,
             cast(CASE WHEN has_prices THEN item['price'] * rate END AS DECIMAL(18, 4)) AS price,
             item['quantity']      AS quantity,
             cast(CASE WHEN has_prices THEN item['price'] * item['quantity'] * rate END AS DECIMAL(18, 4)) AS line_revenue,
             currency, status, is_first_order,
             channel, source, medium, campaign, landing_page, new_returning, device_category, country, order_country, language
      FROM (SELECT orders.*, unnest(items) AS item FROM orders)) AS sold
LEFT JOIN (SELECT item_id, max(item_brand) AS item_brand FROM product_list GROUP BY item_id) AS listed
  ON listed.item_id = sold.item_id
