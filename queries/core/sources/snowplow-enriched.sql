/*---
id        = "snowplow.enriched"
title     = { en = "Snowplow: enriched events, 131 fields between tabs", fr = "Snowplow : événements enrichis, 131 champs entre tabulations" }
into      = "events"
recognise = []
fields    = 131

[source]
timezone = "UTC"
format   = "lines"
---*/
-- Quotes in it are letters. A line of another width is no event: it is left out, with the reason.
SELECT c[7]                   AS event_id,
       CASE WHEN array_length(c) = 131 THEN c[4] ELSE array_length(c) || ' fields, not 131' END AS event_time,
       c[127]                 AS event_name,
       c[16]                  AS visitor_id,
       nullif(c[124], '')     AS session_id,
       nullif(c[30], '')      AS page_location,
       nullif(c[31], '')      AS page_title,
       nullif(c[32], '')      AS page_referrer,
       nullif(c[78], '')      AS user_agent
FROM (SELECT string_to_array(line, chr(9)) AS c FROM raw)
