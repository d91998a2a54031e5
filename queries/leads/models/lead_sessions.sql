/*---
name = "lead_sessions"
time = "session_start"
key  = ["visitor_id", "session_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "term", "content", "landing_page", "exit_page", "new_returning", "visit_number",
  "days_since_last", "weekday", "hour", "content_group", "device_category", "operating_system", "browser", "country",
  "region", "city", "language", "segment", "frequency_class", "recency_class", "depth_class", "reached_lead",
  "visitor_id", "session_id",
]
---*/
-- One row a session, with the classes that visitor statistics are told in: which visit of its visitor it is, how long after the
-- last one, how many pages deep. A step counts as reached where any later one was.
SELECT *,
       form_views > 0 OR form_starts > 0 OR form_submits > 0 OR leads > 0 AS reached_form,
       form_starts > 0 OR form_submits > 0 OR leads > 0                   AS started_form,
       leads > 0                                                          AS reached_lead,
       CASE WHEN visit_number = 1 THEN '1 new'
            WHEN visit_number <= 3 THEN '2 occasional'
            ELSE '3 loyal' END                                            AS segment,
       CASE WHEN visit_number = 1 THEN '01'
            WHEN visit_number = 2 THEN '02'
            WHEN visit_number <= 4 THEN '03-04'
            WHEN visit_number <= 8 THEN '05-08'
            WHEN visit_number <= 14 THEN '09-14'
            ELSE '15+' END                                                AS frequency_class,
       CASE WHEN days_since_last IS NULL THEN 'first'
            WHEN days_since_last = 0 THEN '00 same day'
            WHEN days_since_last = 1 THEN '01'
            WHEN days_since_last <= 7 THEN '02-07'
            WHEN days_since_last <= 30 THEN '08-30'
            ELSE '31+' END                                                AS recency_class,
       CASE WHEN page_views <= 1 THEN '01'
            WHEN page_views <= 3 THEN '02-03'
            WHEN page_views <= 6 THEN '04-06'
            WHEN page_views <= 10 THEN '07-10'
            ELSE '11+' END                                                AS depth_class
FROM sessions
