/*---
id        = "search_console.queries"
title     = { en = "Search Console: queries", fr = "Search Console : requêtes" }
into      = "search_queries"
recognise = [["Top queries", "Clicks", "Impressions", "CTR", "Position"]]

[table]
key          = ["query"]
columns      = { query = "text", clicks = "integer", impressions = "integer", position = "number" }
---*/
-- Of the whole time that the export was made for: no row has a day, so they make no `daily`. CTR is clicks / impressions.
SELECT "Top queries"    AS query,
       "Clicks"         AS clicks,
       "Impressions"    AS impressions,
       "Position"       AS position
FROM raw
