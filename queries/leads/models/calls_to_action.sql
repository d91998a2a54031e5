/*---
name = "calls_to_action"
time = "session_start"
key  = ["visitor_id", "session_id", "page_path"]
dimensions = [
  "page_path", "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "language",
  "visitor_id", "session_id",
]
---*/
-- One row a session and page with a call to action that it could see: a page where any session ever saw or clicked one.
SELECT hits.visitor_id,
       hits.session_id,
       hits.session_start,
       hits.page_path,
       -- A session is told by its visitor and its own id together.
       hits.visitor_id || ' ' || hits.session_id                           AS visit,
       bool_or(hits.event_name IN ('cta_click', 'select_promotion'))       AS clicked,
       max(hits.channel)         AS channel,
       max(hits.source)          AS source,
       max(hits.medium)          AS medium,
       max(hits.campaign)        AS campaign,
       max(hits.landing_page)    AS landing_page,
       max(hits.new_returning)   AS new_returning,
       max(hits.device_category) AS device_category,
       max(hits.country)         AS country,
       max(hits.language)        AS language
FROM hits
JOIN (SELECT DISTINCT page_path
      FROM hits
      WHERE event_name IN ('cta_view', 'view_promotion', 'cta_click', 'select_promotion') AND page_path IS NOT NULL) AS calling
  ON calling.page_path = hits.page_path
WHERE hits.session_id IS NOT NULL
  AND hits.event_name IN ('page_view', 'cta_view', 'view_promotion', 'cta_click', 'select_promotion')
GROUP BY hits.visitor_id, hits.session_id, hits.session_start, hits.page_path
