/*---
name       = "baskets"
time       = "ordered_at"
key        = ["order_id", "item_id", "with_item_id"]
dimensions = [
  "item_id", "item_name", "item_category", "with_item_id", "with_item_name", "with_item_category", "channel", "source", "medium",
  "campaign", "landing_page", "new_returning", "device_category", "country", "order_country", "language", "is_first_order", "order_id",
  "buyer_id",
]
---*/
-- One row an order and ordered pair of different products in it: what was bought with a product stands under that product, whichever
-- of the two it is. An order of n products has n × (n − 1) rows.
SELECT one.order_id, one.ordered_at,
       one.item_id, one.item_name, one.item_category,
       other.item_id       AS with_item_id,
       other.item_name     AS with_item_name,
       other.item_category AS with_item_category,
       one.buyer_id, one.is_first_order, one.channel, one.source, one.medium, one.campaign, one.landing_page, one.new_returning,
       one.device_category, one.country, one.order_country, one.language
FROM order_products AS one
JOIN order_products AS other ON other.order_id = one.order_id
WHERE other.item_id <> one.item_id
