/*---
id        = "adobe.feed"
title     = { en = "Adobe Analytics: data feed, hits of 671 fields without a header", fr = "Adobe Analytics : flux de données, hits de 671 champs sans en-tête" }
into      = "events"
recognise = []
fields    = 671

[source]
timezone = "UTC"
format   = "lines"
---*/
-- As `adobe.hits`, by the places of all columns of 2015. A feed of other columns has them in `column_headers.tsv`: copy this, and name
-- its places. A hit with an `event` of its own (a link, a download) is no page view. Quotes in it are letters. A line of another width is
-- no hit: it is left out, with the reason.
SELECT c[151] || '-' || c[152]                                                 AS event_id,
       CASE WHEN array_length(c) = 671 THEN c[150] ELSE array_length(c) || ' fields, not 671' END    AS event_time,
       CASE WHEN c[351] IN ('', '0') THEN 'page_view' ELSE 'link' END          AS event_name,
       c[657] || '-' || c[658]                                                 AS visitor_id,
       c[657] || '-' || c[658] || '-' || c[663]                                AS session_id,
       nullif(c[201], '')                                                      AS page_location,
       nullif(c[202], '')                                                      AS page_title,
       nullif(c[580], '')                                                      AS page_referrer,
       nullif(c[629], '')                                                      AS user_agent
FROM (SELECT string_to_array(line, chr(9)) AS c FROM raw)
WHERE array_length(c) <> 671 OR c[134] = '0'
