/*---
id        = "matomo.visits"
title     = { en = "Matomo: last visits, as CSV", fr = "Matomo : dernières visites, en CSV" }
into      = "daily"
recognise = [["idVisit", "idSite", "lastActionDateTime", "referrerTypeName", "country", "deviceType", "actions"]]
---*/
-- A row a visit; `daily` takes a row a day. The times are the site's, and so are the days. Channels are called as those of sessions
-- out of events are; of a campaign nothing here says whether it was paid for, so that it keeps Matomo's name.
SELECT substr("lastActionDateTime", 1, 10)    AS date,
       CASE "referrerTypeName"
         WHEN 'Direct Entry'    THEN 'Direct'
         WHEN 'Search Engines'  THEN 'Organic Search'
         WHEN 'Social Networks' THEN 'Organic Social'
         WHEN 'Websites'        THEN 'Referral'
         ELSE "referrerTypeName" END          AS channel,
       "country"                              AS country,
       lower("deviceType")                    AS device_category,
       count(*)                               AS sessions,
       sum("actions")                         AS page_views
FROM raw
GROUP BY 1, 2, 3, 4
