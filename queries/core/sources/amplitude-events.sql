/*---
id        = "amplitude.events"
title     = { en = "Amplitude: export of events", fr = "Amplitude : export des événements" }
into      = "events"
recognise = [["uuid", "event_time", "event_type", "amplitude_id", "user_id", "session_id", "country", "region", "city", "language"]]
hash      = ["user_id"]

[source]
timezone = "UTC"
---*/
-- Times are UTC, without saying so. A session called -1 is none.
SELECT uuid                        AS event_id,
       event_time,
       event_type                  AS event_name,
       amplitude_id                AS visitor_id,
       user_id,
       nullif(session_id, '-1')    AS session_id,
       country,
       region,
       city,
       language
FROM raw
