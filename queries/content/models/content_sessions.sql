/*---
name = "content_sessions"
time = "session_start"
key  = ["visitor_id", "session_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "term", "content", "landing_page", "exit_page", "new_returning", "visit_number",
  "days_since_last", "weekday", "hour", "content_group", "device_category", "operating_system", "browser", "country",
  "region", "city", "language", "frequency_class", "recency_class", "has_read", "visitor_id", "session_id",
]
---*/
-- One row a session, with the content it viewed and how often its visitor had come before.
SELECT sessions.*,
       coalesce(viewed.views, 0)       AS content_views,
       coalesce(viewed.pages, 0)       AS content_pages,
       viewed.visitor_id IS NOT NULL   AS has_read,
       CASE WHEN sessions.visit_number = 1 THEN '01'
            WHEN sessions.visit_number = 2 THEN '02'
            WHEN sessions.visit_number <= 4 THEN '03-04'
            WHEN sessions.visit_number <= 8 THEN '05-08'
            WHEN sessions.visit_number <= 14 THEN '09-14'
            ELSE '15+' END             AS frequency_class,
       CASE WHEN sessions.days_since_last IS NULL THEN 'first'
            WHEN sessions.days_since_last = 0 THEN '00 same day'
            WHEN sessions.days_since_last = 1 THEN '01'
            WHEN sessions.days_since_last <= 7 THEN '02-07'
            WHEN sessions.days_since_last <= 30 THEN '08-30'
            ELSE '31+' END             AS recency_class
FROM sessions
LEFT JOIN (SELECT visitor_id, session_id, session_start, sum(views) AS views, count(*) AS pages
           -- Pages are counted in two steps, because a set of pages for each session takes some kilobytes.
           FROM (SELECT visitor_id, session_id, session_start, page_path, count(*) AS views
                 FROM content_views
                 WHERE is_content
                 GROUP BY visitor_id, session_id, session_start, page_path)
           GROUP BY visitor_id, session_id, session_start) AS viewed
  ON viewed.visitor_id = sessions.visitor_id AND viewed.session_id = sessions.session_id
 AND viewed.session_start = sessions.session_start
