/*---
id        = "plausible.pages"
title     = { en = "Plausible: imported_pages of an export", fr = "Plausible : imported_pages d'un export" }
into      = "plausible_pages"
recognise = [["date", "hostname", "page", "visits", "visitors", "pageviews"]]

[table]
time    = "date"
columns = { date = "date", hostname = "text", page = "text", sessions = "integer", page_views = "integer" }
---*/
-- A breakdown of `plausible.visitors`, in a table of its own: a visit has several pages, so that visits do not add up over them.
SELECT date,
       hostname,
       page,
       visits       AS sessions,
       pageviews    AS page_views
FROM raw
