/*---
id        = "segment.track"
title     = { en = "Segment or RudderStack: track calls, a line each", fr = "Segment ou RudderStack : appels track, un par ligne" }
into      = "events"
recognise = [["messageId", "type", "event", "userId", "originalTimestamp", "sentAt"]]
hash      = ["user_id"]

[source]
timezone = "UTC"
---*/
-- A message that was sent twice has one id, and counts once. Of calls that name nobody there is no visitor.
SELECT "messageId"            AS event_id,
       "originalTimestamp"    AS event_time,
       event                  AS event_name,
       "userId"               AS visitor_id,
       "userId"               AS user_id
FROM raw
WHERE type = 'track'
