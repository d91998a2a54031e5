/*---
name       = "shop_visitors"
time       = "happened_at"
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "language", "visitor_id",
]
---*/
-- One row a thing a visitor did in a session (a purchase sent again bought nothing), and one an order outside of any, so that a
-- visitor who bought elsewhere bought; its buyer is no visitor by that. What such an order is grouped by comes from the last
-- session before it.
SELECT event_time AS happened_at, visitor_id, FALSE AS is_purchase, TRUE AS in_session,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM hits
WHERE session_id IS NOT NULL AND event_name <> 'purchase'
UNION ALL
SELECT event_time, visitor_id, nth = 1 AND uncounted.left_out IS NULL, TRUE,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM purchase_events
LEFT JOIN (SELECT order_id AS left_out FROM order_statuses WHERE NOT counts) AS uncounted ON uncounted.left_out = order_id
WHERE session_id IS NOT NULL
UNION ALL
SELECT ordered_at, visitor_id, TRUE, FALSE,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM touches
WHERE is_last AND NOT in_visit AND visitor_id IS NOT NULL
