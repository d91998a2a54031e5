/*---
name       = "carts"
time       = "session_start"
key        = ["visitor_id", "session_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning", "visit_number", "weekday", "hour",
  "content_group", "device_category", "country", "language", "is_emptied", "reached_checkout", "reached_payment",
  "reached_purchase", "visitor_id", "session_id",
]
---*/
-- One row a session that put something into the cart. A cart is emptied once as much was taken out as was put in, by events.
SELECT visitor_id, session_id, session_start, add_to_carts, cart_removals,
       cart_removals >= add_to_carts AS is_emptied,
       reached_checkout, reached_payment, reached_purchase, orders_known, orders,
       channel, source, medium, campaign, landing_page, exit_page, new_returning, visit_number, weekday, hour, content_group,
       device_category, country, language
FROM shop_sessions
WHERE add_to_carts > 0
