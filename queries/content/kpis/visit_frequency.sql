/*---
id      = "content.visit_frequency"
title   = { en = "Visit frequency", fr = "Fréquence de visite" }
says    = { en = "Days on which a visitor was active, of the 30 days up to the period's end, on average over the visitors of these days", fr = "Jours d'activité d'un visiteur, parmi les 30 jours précédant la fin de la période, en moyenne sur les visiteurs de ces jours" }
unit    = "number"
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "none", matomo = "Visits by visit number, in classes" }
window  = "30d"
grains  = ["day", "week", "month", "quarter", "year"]
---*/
SELECT sum(days) * 1.0 / nullif(count(*), 0)
FROM (SELECT visitor_id, count(DISTINCT day) AS days FROM hits WHERE session_id IS NOT NULL GROUP BY visitor_id)
