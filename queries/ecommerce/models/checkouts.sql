/*---
name       = "checkouts"
time       = "session_start"
key        = ["visitor_id", "session_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning", "visit_number", "weekday", "hour",
  "content_group", "device_category", "country", "language", "has_cart", "reached_payment", "reached_purchase", "visitor_id",
  "session_id",
]
---*/
-- One row a session that began a checkout; `has_cart` where something was put into the cart in the same session.
SELECT visitor_id, session_id, session_start, checkouts, shipping_infos, payment_infos,
       add_to_carts > 0 AS has_cart,
       reached_payment, reached_purchase, orders_known, orders,
       channel, source, medium, campaign, landing_page, exit_page, new_returning, visit_number, weekday, hour, content_group,
       device_category, country, language
FROM shop_sessions
WHERE checkouts > 0
