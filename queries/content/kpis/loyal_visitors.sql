/*---
id       = "content.loyal_visitors"
title    = { en = "Loyal visitors", fr = "Visiteurs fidèles" }
says     = { en = "Visitors active on at least 10 of the 30 days up to the period's end", fr = "Visiteurs actifs au moins 10 des 30 jours précédant la fin de la période" }
level    = "strategic"
unit     = "count"
needs    = ["page_view"]
per_visitor = true
headline = true
levers   = ["content.reader_retention", "content.visit_frequency"]
differs  = { ga4 = "none", matomo = "none" }
window   = "30d"
grains   = ["day", "week", "month", "quarter", "year"]
---*/
SELECT count(*) FILTER (WHERE days >= 10)
FROM (SELECT visitor_id, count(DISTINCT day) AS days FROM hits WHERE session_id IS NOT NULL GROUP BY visitor_id)
