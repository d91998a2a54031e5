/*---
id        = "search_console.pages"
title     = { en = "Search Console: pages", fr = "Search Console : pages" }
into      = "search_pages"
recognise = [["Top pages", "Clicks", "Impressions", "CTR", "Position"]]

[table]
key          = ["page"]
columns      = { page = "text", clicks = "integer", impressions = "integer", position = "number" }
---*/
-- Of the whole time that the export was made for: no row has a day, so they make no `daily`. CTR is clicks / impressions.
SELECT "Top pages"    AS page,
       "Clicks"         AS clicks,
       "Impressions"    AS impressions,
       "Position"       AS position
FROM raw
