/*---
name = "traffic"
time = "session_start"
---*/
-- One row a session out of events, and one a row of `daily` on days that have none: what counts sessions reads this, by `sessions`.
-- What a system counted by the day alone has neither visitors nor hours, and engaged sessions and page views where it told them; its
-- rows stand at the start of their day, `by_day` is true, and `counted_by` names the source. Where `daily` has no rows this is
-- `sessions`, and read as fast.
SELECT sessions.* EXCLUDE (orders, revenue, currency),
       1                                       AS sessions,
       CASE WHEN is_engaged THEN 1 ELSE 0 END  AS engaged_sessions,
       FALSE                                   AS by_day,
       'events'                                AS counted_by
FROM sessions
UNION ALL BY NAME
SELECT cast(date AS TIMESTAMP WITH TIME ZONE)              AS session_start,
       date                                                AS day,
       cast(extract(isodow FROM date) AS SMALLINT)         AS weekday,
       channel, source, medium, campaign, landing_page, device_category, country, language,
       sessions, engaged_sessions, page_views,
       TRUE                                                AS by_day,
       source_name                                         AS counted_by
FROM daily_counted
