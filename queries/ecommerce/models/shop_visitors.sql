/*---
name       = "shop_visitors"
time       = "happened_at"
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning", "device_category", "country", "language",
  "content_group", "weekday", "hour", "visitor_id",
]
---*/
-- One row a thing a visitor did, and one an order that only the shop knows of, so that whoever bought is among the visitors.
SELECT event_time AS happened_at, visitor_id, event_name = 'purchase' AS is_purchase,
       channel, source, medium, campaign, landing_page, exit_page, new_returning, device_category, country, language, content_group,
       weekday, hour
FROM hits
UNION ALL
SELECT shop.ordered_at, shop.visitor_id, TRUE,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM shop_orders AS shop
LEFT JOIN (SELECT DISTINCT transaction_id FROM hits WHERE event_name = 'purchase') AS event ON event.transaction_id = shop.order_id
WHERE event.transaction_id IS NULL AND shop.visitor_id IS NOT NULL
