/*---
name       = "touches"
time       = "ordered_at"
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "language",
  "currency", "is_first_order", "touch_number", "order_id", "buyer_id",
]
---*/
-- One row an order and each session of its visitor that began before, however long before; one row without a session
-- where there is none. What a row is grouped by is the session's.
SELECT orders.order_id,
       orders.ordered_at,
       orders.day,
       orders.visitor_id,
       orders.buyer_id,
       orders.revenue,
       orders.currency,
       orders.is_first_order,
       orders.session_id IS NOT NULL AS in_visit,
       session.session_id,
       session.session_start,
       (extract(epoch FROM orders.purchased_at) - extract(epoch FROM session.session_start)) / 86400.0 AS days_before,
       cast(count(session.session_id) OVER (PARTITION BY orders.order_id) AS BIGINT) AS touches,
       CASE WHEN session.session_id IS NOT NULL THEN cast(row_number() OVER path AS BIGINT) END AS touch_number,
       row_number() OVER path = count(*) OVER (PARTITION BY orders.order_id)       AS is_last,
       session.channel, session.source, session.medium, session.campaign, session.landing_page, session.new_returning,
       session.device_category, session.country, session.language
FROM orders
LEFT JOIN sessions AS session ON session.visitor_id = orders.visitor_id AND session.session_start <= orders.purchased_at
-- The session of the order itself is the last, also where another one began meanwhile.
WINDOW path AS (PARTITION BY orders.order_id
                ORDER BY coalesce(session.session_id = orders.session_id, FALSE), session.session_start, session.place,
                         session.session_id)
