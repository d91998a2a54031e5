/*---
id        = "ga4.pages"
title     = { en = "GA4: pages and screens", fr = "GA4 : pages et écrans" }
into      = "ga4_pages"
recognise = [["Page path and screen class", "Views", "Active users", "Event count", "Key events", "Total revenue"]]

[table]
key     = ["page"]
columns = { page = "text", views = "integer", users = "integer", events = "integer", key_events = "number", revenue = "decimal" }
---*/
-- Of the whole time that the report was made for: no row has a day, and users are not summed.
SELECT "Page path and screen class"    AS page,
       "Views"                         AS views,
       "Active users"                  AS users,
       "Event count"                   AS events,
       "Key events"                    AS key_events,
       "Total revenue"                 AS revenue
FROM raw
