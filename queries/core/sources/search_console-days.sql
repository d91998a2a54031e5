/*---
id        = "search_console.days"
title     = { en = "Search Console: the chart by day", fr = "Search Console : le graphique par jour" }
into      = "search_days"
recognise = [["Date", "Clicks", "Impressions", "CTR", "Position"]]
dates     = "Date"

[table]
time         = "date"
key          = ["date"]
columns      = { date = "date", clicks = "integer", impressions = "integer", position = "number" }
---*/
-- A row a day of the whole site; queries and pages do not add up to it. CTR is clicks / impressions.
SELECT "Date"           AS date,
       "Clicks"         AS clicks,
       "Impressions"    AS impressions,
       "Position"       AS position
FROM raw
