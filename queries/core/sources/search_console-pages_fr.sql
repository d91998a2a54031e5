/*---
id        = "search_console.pages_fr"
title     = { en = "Search Console: pages, in French", fr = "Search Console : pages, en français" }
into      = "search_pages"
recognise = [["Pages les plus populaires", "Clics", "Impressions", "CTR", "Position"]]

[table]
key          = ["page"]
columns      = { page = "text", clicks = "integer", impressions = "integer", position = "number" }
---*/
-- Of the whole time that the export was made for: no row has a day, so they make no `daily`. CTR is clicks / impressions.
SELECT "Pages les plus populaires"    AS page,
       "Clics"         AS clicks,
       "Impressions"    AS impressions,
       "Position"       AS position
FROM raw
