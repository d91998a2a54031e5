/*---
id        = "segment.web"
title     = { en = "Segment or RudderStack: calls of a website, a line each", fr = "Segment ou RudderStack : appels d'un site web, un par ligne" }
into      = "events"
recognise = [["messageId", "type", "event", "anonymousId", "userId", "timestamp", "context"]]
hash      = ["user_id"]

[source]
timezone = "UTC"
---*/
-- A message that was sent twice has one id, and counts once. `context` is a JSON text; calls that identify people or groups are no events.
SELECT "messageId"      AS event_id,
       "timestamp"      AS event_time,
       CASE type WHEN 'page' THEN 'page_view' ELSE event END             AS event_name,
       "anonymousId"    AS visitor_id,
       "userId"         AS user_id,
       regexp_match(context, '"url": ?"([^"]+)"')[1]                     AS page_location,
       regexp_match(context, '"title": ?"([^"]+)"')[1]                   AS page_title,
       nullif(regexp_match(context, '"referrer": ?"([^"]+)"')[1], '')    AS page_referrer,
       regexp_match(context, '"userAgent": ?"([^"]+)"')[1]               AS user_agent
FROM raw
WHERE type IN ('page', 'track')
