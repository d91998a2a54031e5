/*---
id        = "mixpanel.events"
title     = { en = "Mixpanel: events, as Fivetran lays them out", fr = "Mixpanel : événements, tels que Fivetran les dispose" }
into      = "events"
recognise = [["event_id", "name", "time", "distinct_id", "insert_id", "properties", "mp_country_code", "current_url", "referrer", "city", "region"]]

[source]
timezone = "UTC"
---*/
-- An event that was sent twice has one `insert_id`, and counts once; one without it is told by its row.
SELECT coalesce(nullif(insert_id, ''), event_id)    AS event_id,
       min(time)          AS event_time,
       max(name)          AS event_name,
       max(distinct_id)   AS visitor_id,
       max(city)          AS city,
       max(region)        AS region,
       max(mp_country_code)    AS country,
       max(current_url)   AS page_location,
       max(referrer)      AS page_referrer
FROM raw
GROUP BY coalesce(nullif(insert_id, ''), event_id)
