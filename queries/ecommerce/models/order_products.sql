/*---
name       = "order_products"
time       = "ordered_at"
key        = ["order_id", "item_id"]
dimensions = [
  "item_id", "item_name", "item_brand", "item_category", "products", "channel", "source", "medium", "campaign", "landing_page",
  "new_returning", "device_category", "country", "order_country", "language", "is_first_order", "order_id", "buyer_id",
]
---*/
-- One row an order and product in it, however many lines name it; `products` is how many different ones the order has. Lines without
-- an id are of no product that could be told from another.
SELECT lines.*, count(*) OVER (PARTITION BY order_id) AS products
FROM (SELECT order_id, ordered_at, item_id,
             max(item_name)       AS item_name,
             max(item_brand)      AS item_brand,
             max(item_category)   AS item_category,
             max(buyer_id)        AS buyer_id,
             bool_or(is_first_order) AS is_first_order,
             max(channel)         AS channel,
             max(source)          AS source,
             max(medium)          AS medium,
             max(campaign)        AS campaign,
             max(landing_page)    AS landing_page,
             max(new_returning)   AS new_returning,
             max(device_category) AS device_category,
             max(country)         AS country,
             max(order_country)   AS order_country,
             max(language)        AS language
      FROM order_items
      WHERE item_id IS NOT NULL
      GROUP BY order_id, ordered_at, item_id) AS lines
