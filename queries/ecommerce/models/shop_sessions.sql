/*---
name = "shop_sessions"
time = "session_start"
key  = ["visitor_id", "session_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "term", "content", "landing_page", "exit_page", "new_returning", "visit_number",
  "days_since_last", "weekday", "hour", "content_group", "device_category", "operating_system", "browser", "country",
  "region", "city", "language", "reached_product", "reached_cart", "reached_checkout", "reached_payment", "reached_purchase",
  "visitor_id", "session_id",
]
---*/
-- One row a session with how far it came. A step counts as reached where any later one was. `orders_known` is false in
-- every row where no order was ever made inside of a session: then none can be told apart from one that sold nothing.
SELECT sessions.* EXCLUDE (orders, revenue, currency),
       coalesce(bought.orders, 0)  AS orders,
       sessions.product_views > 0 OR sessions.add_to_carts > 0 OR sessions.checkouts > 0 OR sessions.shipping_infos > 0
         OR sessions.payment_infos > 0 OR bought.orders IS NOT NULL AS reached_product,
       sessions.add_to_carts > 0 OR sessions.checkouts > 0 OR sessions.shipping_infos > 0 OR sessions.payment_infos > 0
         OR bought.orders IS NOT NULL                               AS reached_cart,
       sessions.checkouts > 0 OR sessions.shipping_infos > 0 OR sessions.payment_infos > 0
         OR bought.orders IS NOT NULL                               AS reached_checkout,
       sessions.payment_infos > 0 OR bought.orders IS NOT NULL      AS reached_payment,
       bought.orders IS NOT NULL                                    AS reached_purchase,
       shop.orders_known
FROM sessions
LEFT JOIN (SELECT visitor_id, session_id, is_bot, count(*) AS orders
           FROM purchase_events
           LEFT JOIN (SELECT order_id AS left_out FROM order_statuses WHERE NOT counts) AS uncounted
             ON uncounted.left_out = order_id
           WHERE nth = 1 AND session_id IS NOT NULL AND uncounted.left_out IS NULL
           GROUP BY visitor_id, session_id, is_bot) AS bought
  ON bought.visitor_id = sessions.visitor_id AND bought.session_id = sessions.session_id
 AND bought.is_bot IS NOT DISTINCT FROM sessions.is_bot
CROSS JOIN (SELECT count(*) > 0 AS orders_known FROM purchase_events WHERE session_id IS NOT NULL) AS shop
