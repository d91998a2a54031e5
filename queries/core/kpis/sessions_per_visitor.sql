/*---
id      = "core.sessions_per_visitor"
title   = { en = "Sessions per visitor", fr = "Sessions par visiteur" }
says    = { en = "Sessions, divided by the visitors who made them", fr = "Sessions, divisées par les visiteurs qui les ont faites" }
unit    = "number"
needs   = ["page_view"]
per_visitor = true
levers  = ["core.returning_visitor_share"]
differs = { ga4 = "GA4 divides by Active users", matomo = "the same as Visits divided by Unique visitors" }
source  = "GA4, Sessions per user"
---*/
SELECT count(*) * 1.0 / nullif(count(DISTINCT visitor_id), 0) FROM traffic WHERE NOT by_day
