/*---
name       = "votes"
time       = "event_time"
key        = ["visitor_id", "session_id", "page_path"]
dimensions = [
  "page_path", "is_helpful", "content_group", "channel", "landing_page", "new_returning", "device_category", "country", "language",
  "visitor_id", "session_id",
]
---*/
-- One row a session and page that was voted on: events `vote` with the property `helpful`, `true` or `false`; who votes again changes
-- the vote.
SELECT *
FROM (SELECT event_time, visitor_id, session_id, page_path, content_group, channel, landing_page, new_returning, device_category,
             country, language,
             lower(properties['helpful']) IN ('true', 'yes', '1') AS is_helpful,
             row_number() OVER (PARTITION BY visitor_id, session_id, is_bot, page_path
                                ORDER BY event_time DESC, place DESC, event_id DESC) AS nth_from_last
      FROM hits
      WHERE event_name = 'vote' AND session_id IS NOT NULL
        AND lower(properties['helpful']) IN ('true', 'false', 'yes', 'no', '1', '0'))
WHERE nth_from_last = 1
