/*---
id      = "content.loyal_visitor_share"
title   = { en = "Share of loyal visitors", fr = "Part des visiteurs fidèles" }
says    = { en = "Visitors active on at least 10 of the 30 days up to the period's end, of the visitors of these 30 days", fr = "Visiteurs actifs au moins 10 des 30 jours précédant la fin de la période, parmi les visiteurs de ces 30 jours" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
levers  = ["content.visit_frequency"]
differs = { ga4 = "none", matomo = "none" }
window  = "30d"
grains  = ["day", "week", "month", "quarter", "year"]
---*/
SELECT count(*) FILTER (WHERE days >= 10) * 1.0 / nullif(count(*), 0)
FROM (SELECT visitor_id, count(DISTINCT day) AS days FROM hits WHERE session_id IS NOT NULL GROUP BY visitor_id)
