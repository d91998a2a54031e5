/*---
id        = "plausible.sources"
title     = { en = "Plausible: imported_sources of an export", fr = "Plausible : imported_sources d'un export" }
into      = "plausible_sources"
recognise = [["date", "source", "utm_medium", "utm_campaign", "visitors", "visits", "bounces", "visit_duration"]]

[source]
columns = ["pageviews"]

[table]
time    = "date"
columns = { date = "date", source = "text", medium = "text", campaign = "text", sessions = "integer", engaged_sessions = "integer", page_views = "integer" }
---*/
-- A breakdown of `plausible.visitors`, in a table of its own: in `daily` its visits would be counted twice.
SELECT date,
       nullif(source, '')          AS source,
       nullif(utm_medium, '')      AS medium,
       nullif(utm_campaign, '')    AS campaign,
       visits                      AS sessions,
       visits - bounces            AS engaged_sessions,
       pageviews                   AS page_views
FROM raw
