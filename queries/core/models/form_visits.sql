/*---
name       = "form_visits"
time       = "session_start"
key        = ["visitor_id", "session_id", "form_id"]
dimensions = [
  "form_id", "last_field", "page_path", "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning",
  "device_category", "country", "language", "started", "submitted", "failed", "visitor_id", "session_id",
]
---*/
-- One row a session and form. A step counts as reached where any later one was: who submits has started.
SELECT visitor_id,
       session_id,
       session_start,
       form_id,
       count(*) FILTER (WHERE event_name = 'form_view')                   AS views,
       count(*) FILTER (WHERE event_name IN ('form_start', 'form_field')) AS starts,
       count(*) FILTER (WHERE event_name = 'form_error')                  AS errors,
       count(*) FILTER (WHERE event_name = 'form_submit')                 AS submits,
       bool_or(event_name <> 'form_view')                                 AS started,
       bool_or(event_name = 'form_error')                                 AS failed,
       bool_or(event_name = 'form_submit')                                AS submitted,
       (array_agg(form_field ORDER BY event_time DESC, place DESC, event_id DESC)
          FILTER (WHERE event_name IN ('form_start', 'form_field') AND form_field IS NOT NULL))[1] AS last_field,
       CASE WHEN min(event_time) FILTER (WHERE event_name = 'form_submit') >= min(event_time) FILTER (WHERE event_name = 'form_start')
            THEN cast(round((extract(epoch FROM min(event_time) FILTER (WHERE event_name = 'form_submit'))
                           - extract(epoch FROM min(event_time) FILTER (WHERE event_name = 'form_start'))) * 1000) AS BIGINT)
       END                                                                AS filling_ms,
       (array_agg(page_path ORDER BY event_time, place, event_id) FILTER (WHERE page_path IS NOT NULL))[1] AS page_path,
       max(channel)         AS channel,
       max(source)          AS source,
       max(medium)          AS medium,
       max(campaign)        AS campaign,
       max(landing_page)    AS landing_page,
       max(exit_page)       AS exit_page,
       max(new_returning)   AS new_returning,
       max(device_category) AS device_category,
       max(country)         AS country,
       max(language)        AS language
FROM hits
WHERE event_name IN ('form_view', 'form_start', 'form_field', 'form_error', 'form_submit') AND session_id IS NOT NULL
GROUP BY visitor_id, session_id, session_start, form_id
