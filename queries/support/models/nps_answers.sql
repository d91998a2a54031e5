/*---
name       = "nps_answers"
time       = "event_time"
key        = ["event_id"]
dimensions = ["score", "page_path", "channel", "device_category", "country", "language", "new_returning", "visitor_id"]
---*/
-- One row an answer to "how likely are you to recommend us?": events `nps` with the property `score`, a whole number from 0 to 10;
-- anything else is no answer.
SELECT event_time, event_id, visitor_id, score, page_path, channel, device_category, country, language, new_returning
FROM (SELECT *, try_cast(properties['score'] AS BIGINT) AS score FROM hits WHERE event_name = 'nps')
WHERE score BETWEEN 0 AND 10
