/*---
name       = "lagged_sessions"
time       = "session_start"
key        = ["visitor_id", "session_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning", "visit_number", "weekday", "hour",
  "content_group", "device_category", "country", "language", "visitor_id", "session_id",
]
---*/
-- One row a session, with the orders of its visitor that came within 7 days of its start and before the next session.
-- `orders_known` is false in every row where no order ever came after a session of its visitor.
SELECT sessions.visitor_id, sessions.session_id, sessions.session_start,
       coalesce(later.orders, 0) AS orders,
       count(later.orders) OVER () > 0 AS orders_known,
       sessions.channel, sessions.source, sessions.medium, sessions.campaign, sessions.landing_page, sessions.exit_page,
       sessions.new_returning, sessions.visit_number, sessions.weekday, sessions.hour, sessions.content_group,
       sessions.device_category, sessions.country, sessions.language
FROM sessions
LEFT JOIN (SELECT visitor_id, session_id, session_start, count(*) FILTER (WHERE days_before <= 7) AS orders
           FROM touches
           WHERE is_last AND session_id IS NOT NULL
           GROUP BY visitor_id, session_id, session_start) AS later
  ON later.visitor_id = sessions.visitor_id AND later.session_id = sessions.session_id
 AND later.session_start = sessions.session_start
