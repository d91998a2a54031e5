/*---
id      = "core.stickiness"
title   = { en = "Stickiness", fr = "Assiduité" }
says    = { en = "Visitors of a day, on average over 30 days, of the visitors of these 30 days", fr = "Visiteurs d'un jour, en moyenne sur 30 jours, parmi les visiteurs de ces 30 jours" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
levers  = ["core.retention_d1", "core.retention_d7", "core.retention_d30"]
differs = { ga4 = "GA4 takes the active users of the last day (DAU / MAU)", matomo = "none" }
source  = "GA4, DAU / MAU"
window  = "30d"
grains  = ["day", "week", "month", "quarter", "year"]
---*/
SELECT sum(days) * 1.0 / 30 / nullif(count(*), 0)
FROM (SELECT visitor_id, count(DISTINCT day) AS days FROM hits WHERE session_id IS NOT NULL GROUP BY visitor_id)
