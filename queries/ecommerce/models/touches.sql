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
       visit.session_id,
       visit.session_start,
       (extract(epoch FROM orders.purchased_at) - extract(epoch FROM visit.session_start)) / 86400.0 AS days_before,
       cast(count(visit.session_id) OVER (PARTITION BY orders.order_id) AS BIGINT) AS touches,
       CASE WHEN visit.session_id IS NOT NULL THEN cast(row_number() OVER path AS BIGINT) END AS touch_number,
       row_number() OVER path = count(*) OVER (PARTITION BY orders.order_id)       AS is_last,
       visit.channel, visit.source, visit.medium, visit.campaign, visit.landing_page, visit.new_returning,
       visit.device_category, visit.country, visit.language
FROM orders
LEFT JOIN sessions AS visit ON visit.visitor_id = orders.visitor_id AND visit.session_start <= orders.purchased_at
-- The visit of the order itself is the last, also where another one began meanwhile.
WINDOW path AS (PARTITION BY orders.order_id
                ORDER BY coalesce(visit.session_id = orders.session_id, FALSE), visit.session_start, visit.session_id)
