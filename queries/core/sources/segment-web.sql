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
       json_get(context, 'page', 'url')                             AS page_location,
       json_get(context, 'page', 'title')                           AS page_title,
       nullif(json_get(context, 'page', 'referrer'), '')            AS page_referrer,
       json_get(context, 'userAgent')                               AS user_agent,
       json_get(context, 'campaign', 'source')                      AS source,
       json_get(context, 'campaign', 'medium')                      AS medium,
       json_get(context, 'campaign', 'name')                        AS campaign
FROM raw
WHERE type IN ('page', 'track')
