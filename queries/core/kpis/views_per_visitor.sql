/*---
id     = "core.views_per_visitor"
title  = { en = "Page views per visitor", fr = "Pages vues par visiteur" }
says   = { en = "Page views, divided by the visitors who made them", fr = "Pages vues, divisées par les visiteurs qui les ont faites" }
unit   = "number"
needs  = ["page_view"]
per_visitor = true
levers = ["core.page_views", "core.visitors"]
source = "GA4, Views per user"
---*/
SELECT count(*) * 1.0 / nullif(count(DISTINCT visitor_id), 0) FROM traffic_hits WHERE event_name = 'page_view'
