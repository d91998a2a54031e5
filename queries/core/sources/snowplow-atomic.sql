/*---
id        = "snowplow.atomic"
title     = { en = "Snowplow: atomic events, with a header", fr = "Snowplow : événements atomiques, avec en-tête" }
into      = "events"
recognise = [["event_id", "event_name", "derived_tstamp", "domain_userid", "domain_sessionid", "user_id", "page_url", "page_title", "page_referrer",
              "geo_country", "useragent"]]
hash      = ["user_id"]

[source]
timezone = "UTC"
---*/
SELECT event_id,
       derived_tstamp                   AS event_time,
       event_name,
       domain_userid                    AS visitor_id,
       nullif(user_id, '')              AS user_id,
       nullif(domain_sessionid, '')     AS session_id,
       nullif(page_url, '')             AS page_location,
       nullif(page_title, '')           AS page_title,
       nullif(page_referrer, '')        AS page_referrer,
       nullif(geo_country, '')          AS country,
       nullif(useragent, '')            AS user_agent
FROM raw
