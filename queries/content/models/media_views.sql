/*---
name = "media_views"
time = "first_at"
key  = ["visitor_id", "session_id", "media_id"]
dimensions = [
  "media_id", "page_path", "content_group", "channel", "source", "medium", "campaign", "landing_page", "new_returning", "weekday",
  "hour", "device_category", "country", "language", "is_played", "is_completed", "visitor_id", "session_id",
]
---*/
-- One row a session and video it could see. Who plays has seen it; it is completed from 99 % on. The seconds played are the furthest
-- `video_current_time` (or `progress` of `video_duration`) among the properties; where neither was sent, the foreground time that
-- came with the progress.
SELECT visitor_id,
       session_id,
       session_start,
       media_id,
       min(event_time)                                                            AS first_at,
       bool_or(event_name <> 'video_impression')                                  AS is_played,
       bool_or(event_name = 'video_complete' OR coalesce(progress >= 0.99, FALSE)) AS is_completed,
       max(progress)                                                              AS progress,
       CASE WHEN bool_or(event_name <> 'video_impression')
            THEN coalesce(max(try_cast(properties['video_current_time'] AS DOUBLE)),
                          max(progress * try_cast(properties['video_duration'] AS DOUBLE)),
                          sum(engagement_ms) FILTER (WHERE event_name IN ('video_progress', 'video_complete')) / 1000.0)
       END                                                                        AS played_s,
       (array_agg(page_path ORDER BY event_time, place, event_id) FILTER (WHERE page_path IS NOT NULL))[1] AS page_path,
       max(content_group)   AS content_group,
       (array_agg(weekday ORDER BY event_time, place, event_id))[1] AS weekday,
       (array_agg(hour ORDER BY event_time, place, event_id))[1]    AS hour,
       max(channel)         AS channel,
       max(source)          AS source,
       max(medium)          AS medium,
       max(campaign)        AS campaign,
       max(landing_page)    AS landing_page,
       max(new_returning)   AS new_returning,
       max(device_category) AS device_category,
       max(country)         AS country,
       max(language)        AS language
FROM hits
WHERE event_name IN ('video_impression', 'video_start', 'video_progress', 'video_complete') AND session_id IS NOT NULL
GROUP BY visitor_id, session_id, session_start, is_bot, media_id
