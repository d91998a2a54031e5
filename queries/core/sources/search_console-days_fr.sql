/*---
id        = "search_console.days_fr"
title     = { en = "Search Console: the chart by day, in French", fr = "Search Console : le graphique par jour, en français" }
into      = "search_days"
recognise = [["Date", "Clics", "Impressions", "CTR", "Position"]]
dates     = "Date"

[table]
time         = "date"
key          = ["date"]
columns      = { date = "date", clicks = "integer", impressions = "integer", position = "number" }
---*/
-- A row a day of the whole site; queries and pages do not add up to it. CTR is clicks / impressions.
SELECT "Date"           AS date,
       "Clics"          AS clicks,
       "Impressions"    AS impressions,
       "Position"       AS position
FROM raw
