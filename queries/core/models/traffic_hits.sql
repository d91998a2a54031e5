/*---
name = "traffic_hits"
time = "event_time"
---*/
-- One row an event, and one a row of `daily` on days that have no session out of events: what counts page views reads this, by `views`.
-- A row of `daily` is no event: it has no name, no visitor and no page. Where `daily` has no rows this is `hits`, and read as fast.
SELECT hits.*,
       1        AS views,
       FALSE    AS by_day,
       'events' AS counted_by
FROM hits
UNION ALL BY NAME
SELECT cast(date AS TIMESTAMP WITH TIME ZONE)      AS event_time,
       date                                        AS day,
       cast(extract(isodow FROM date) AS SMALLINT) AS weekday,
       channel, source, medium, campaign, landing_page, device_category, country, language,
       page_views                                  AS views,
       TRUE                                        AS by_day,
       source_name                                 AS counted_by
FROM daily_counted
