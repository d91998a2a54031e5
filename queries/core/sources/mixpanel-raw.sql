/*---
id        = "mixpanel.raw"
title     = { en = "Mixpanel: raw export, an object a line", fr = "Mixpanel : export brut, un objet par ligne" }
into      = "events"
recognise = []

[source]
columns  = ["event", "properties"]
timezone = "UTC"
---*/
-- Named by `like` alone: others' objects have an `event` and `properties`, too. What was sent twice has one `$insert_id`, and counts once. Times
-- count from 1970, in seconds or milliseconds; projects of before 2023 may count them in their own zone.
SELECT json_get(properties, '$insert_id')           AS event_id,
       json_get(properties, 'time')                 AS event_time,
       CASE event WHEN '$mp_web_page_view' THEN 'page_view' ELSE event END    AS event_name,
       json_get(properties, 'distinct_id')          AS visitor_id,
       json_get(properties, '$current_url')         AS page_location,
       json_get(properties, '$referrer')            AS page_referrer,
       json_get(properties, 'mp_country_code')      AS country,
       json_get(properties, '$region')              AS region,
       json_get(properties, '$city')                AS city
FROM raw
