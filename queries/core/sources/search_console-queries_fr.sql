/*---
id        = "search_console.queries_fr"
title     = { en = "Search Console: queries, in French", fr = "Search Console : requêtes, en français" }
into      = "search_queries"
recognise = [["Requêtes les plus fréquentes", "Clics", "Impressions", "CTR", "Position"]]

[table]
key          = ["query"]
columns      = { query = "text", clicks = "integer", impressions = "integer", position = "number" }
---*/
-- Of the whole time that the export was made for: no row has a day, so they make no `daily`. CTR is clicks / impressions.
SELECT "Requêtes les plus fréquentes"    AS query,
       "Clics"         AS clicks,
       "Impressions"    AS impressions,
       "Position"       AS position
FROM raw
