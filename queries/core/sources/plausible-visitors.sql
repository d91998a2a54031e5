/*---
id        = "plausible.visitors"
title     = { en = "Plausible: imported_visitors of an export", fr = "Plausible : imported_visitors d'un export" }
into      = "daily"
recognise = [["date", "visitors", "pageviews", "bounces", "visits", "visit_duration"]]
unless    = ["source", "referrer", "page", "entry_page", "exit_page", "country", "device", "browser", "operating_system", "name"]
---*/
-- A row a day of the site's zone. Visitors are not taken: they do not add up over days. A visit that did not bounce engaged.
SELECT date,
       visits              AS sessions,
       visits - bounces    AS engaged_sessions,
       pageviews           AS page_views
FROM raw
