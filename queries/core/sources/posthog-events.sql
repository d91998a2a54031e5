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
       CASE event WHEN '$pageview' THEN 'page_view' ELSE event END    AS event_name,
       distinct_id       AS visitor_id,
       json_get(properties, '$session_id')     AS session_id,
       json_get(properties, '$current_url')    AS page_location,
       CASE WHEN json_get(properties, '$referrer') LIKE 'http%' THEN json_get(properties, '$referrer') END    AS page_referrer
FROM raw
