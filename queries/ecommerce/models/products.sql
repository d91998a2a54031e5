/*---
name       = "products"
time       = "happened_at"
dimensions = [
  "item_id", "item_name", "item_category", "channel", "source", "medium", "campaign", "landing_page", "new_returning",
  "device_category", "country", "language",
]
---*/
-- One row a session and product it viewed, and one an order and product in it.
SELECT min(event_time) AS happened_at, item['item_id'] AS item_id, max(item['item_name']) AS item_name,
       max(item['item_category']) AS item_category, 1 AS viewing_sessions, 0 AS orders,
       max(channel) AS channel, max(source) AS source, max(medium) AS medium, max(campaign) AS campaign,
       max(landing_page) AS landing_page, max(new_returning) AS new_returning, max(device_category) AS device_category,
       max(country) AS country, max(language) AS language
FROM (SELECT hits.*, unnest(items) AS item FROM hits WHERE event_name = 'view_item' AND session_id IS NOT NULL)
GROUP BY visitor_id, session_id, item['item_id']
UNION ALL
SELECT ordered_at, item_id, max(item_name), max(item_category), 0, 1,
       max(channel), max(source), max(medium), max(campaign), max(landing_page), max(new_returning), max(device_category),
       max(country), max(language)
FROM order_items
GROUP BY order_id, ordered_at, item_id
