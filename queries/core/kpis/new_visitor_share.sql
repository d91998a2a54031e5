/*---
id      = "core.new_visitor_share"
title   = { en = "Share of new visitors", fr = "Part des nouveaux visiteurs" }
says    = { en = "Visitors whose first known session lies in the period, of all visitors with a session; too high while the history is short", fr = "Visiteurs dont la première session connue se situe dans la période, parmi tous les visiteurs ayant une session ; trop haute tant que l'historique est court" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "New users divided by Total users", matomo = "Matomo counts visits, not visitors" }
source  = "GA4, New users"
history = "90d"
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE new_returning = 'new') * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM traffic WHERE NOT by_day
