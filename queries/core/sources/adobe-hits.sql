/*---
id        = "adobe.hits"
title     = { en = "Adobe Analytics: data feed, hits with a header", fr = "Adobe Analytics : flux de données, hits avec en-tête" }
into      = "events"
recognise = [["hitid_high", "hitid_low", "visid_high", "visid_low", "visit_num", "date_time", "hit_time_gmt", "exclude_hit", "page_url", "pagename",
              "referrer", "user_agent", "post_page_event"]]

[source]
timezone = "UTC"
---*/
-- Every hit that is not excluded; one with an `event` of its own (a link, a download) is no page view. `hit_time_gmt` counts from 1970.
SELECT hitid_high || '-' || hitid_low                                                   AS event_id,
       hit_time_gmt                                                                     AS event_time,
       CASE WHEN coalesce(post_page_event, '0') IN ('', '0') THEN 'page_view' ELSE 'link' END    AS event_name,
       visid_high || '-' || visid_low                                                   AS visitor_id,
       visid_high || '-' || visid_low || '-' || visit_num                               AS session_id,
       nullif(page_url, '')                                                             AS page_location,
       nullif(pagename, '')                                                             AS page_title,
       nullif(referrer, '')                                                             AS page_referrer,
       nullif(user_agent, '')                                                           AS user_agent
FROM raw
WHERE exclude_hit = '0'
