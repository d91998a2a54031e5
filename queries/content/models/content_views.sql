/*---
name = "content_views"
time = "viewed_at"
key  = ["visitor_id", "session_id", "page_path", "view_number"]
dimensions = [
  "page_path", "page_title", "author", "content_group", "channel", "source", "medium", "campaign", "landing_page",
  "new_returning", "weekday", "hour", "device_category", "country", "language", "is_content", "is_entry", "visitor_id",
  "session_id",
]
---*/
-- One row a view of a page inside of a session, with what was sent of that page until its session viewed it again: how far it
-- was scrolled, how long it was in the foreground. A page is content where it has a `content_group`, on a site that gives none
-- to any page, always; a page that was not found never is. The author is the property `author` of the view.
WITH told AS (
  SELECT hits.*,
         sum(CASE WHEN event_name = 'page_view' THEN 1 ELSE 0 END)
           OVER (PARTITION BY visitor_id, session_id, is_bot, page_path ORDER BY event_time, place, event_id
                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)                    AS nth
  FROM hits
  WHERE session_id IS NOT NULL AND page_path IS NOT NULL
),
site AS (
  SELECT bool_or(event_name = 'page_view' AND content_group IS NOT NULL) AS has_groups
  FROM hits
  WHERE session_id IS NOT NULL AND page_path IS NOT NULL
)
SELECT visitor_id,
       session_id,
       session_start,
       page_path,
       cast(nth AS BIGINT)                                              AS view_number,
       min(event_time) FILTER (WHERE event_name = 'page_view')          AS viewed_at,
       max(progress) FILTER (WHERE event_name = 'scroll')               AS scrolled,
       coalesce(cast(sum(engagement_ms) AS BIGINT), 0)                  AS engaged_ms,
       count(*) FILTER (WHERE event_name = 'share')                     AS shares,
       coalesce(bool_or(is_entry), FALSE)                               AS is_entry,
       (max(content_group) FILTER (WHERE event_name = 'page_view') IS NOT NULL OR NOT coalesce(bool_or(has_groups), FALSE))
         AND coalesce(max(page_status) FILTER (WHERE event_name = 'page_view'), 200) < 400 AS is_content,
       max(page_title) FILTER (WHERE event_name = 'page_view')          AS page_title,
       max(properties['author']) FILTER (WHERE event_name = 'page_view') AS author,
       max(content_group) FILTER (WHERE event_name = 'page_view')       AS content_group,
       max(weekday) FILTER (WHERE event_name = 'page_view')             AS weekday,
       max(hour) FILTER (WHERE event_name = 'page_view')                AS hour,
       max(channel)         AS channel,
       max(source)          AS source,
       max(medium)          AS medium,
       max(campaign)        AS campaign,
       max(landing_page)    AS landing_page,
       max(new_returning)   AS new_returning,
       max(device_category) AS device_category,
       max(country)         AS country,
       max(language)        AS language
FROM told CROSS JOIN site
WHERE nth > 0
GROUP BY visitor_id, session_id, session_start, is_bot, page_path, nth
