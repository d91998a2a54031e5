/*---
id        = "posthog.events"
title     = { en = "PostHog: batch export of events", fr = "PostHog : export par lots des événements" }
into      = "events"
recognise = [["uuid", "event", "distinct_id", "person_id", "properties", "timestamp"]]

[source]
timezone = "UTC"
---*/
-- PostHog's own names of pages and addresses stand in `properties`, a JSON text.
SELECT uuid              AS event_id,
       "timestamp"       AS event_time,
       CASE event WHEN '$pageview' THEN 'page_view' ELSE event END                           AS event_name,
       distinct_id       AS visitor_id,
       regexp_match(properties, '"\$session_id": ?"([^"]+)"')[1]                             AS session_id,
       replace(regexp_match(properties, '"\$current_url": ?"([^"]+)"')[1], '\/', '/')        AS page_location,
       replace(regexp_match(properties, '"\$referrer": ?"(http[^"]+)"')[1], '\/', '/')       AS page_referrer
FROM raw
