/*---
id      = "core.returning_visitor_share"
title   = { en = "Share of returning visitors", fr = "Part des visiteurs qui reviennent" }
says    = { en = "Visitors with a session that is not their first, of all visitors with a session; who comes for the first time and comes back in the period is both new and returning", fr = "Visiteurs ayant une session qui n'est pas leur première, parmi tous les visiteurs ayant une session ; qui vient pour la première fois et revient dans la période est à la fois nouveau et de retour" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
levers  = ["core.retention_d1", "core.retention_d7", "core.retention_d30"]
differs = { ga4 = "Returning users divided by Total users", matomo = "Matomo counts visits, not visitors" }
source  = "GA4, Returning users"
history = "90d"
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE new_returning = 'returning') * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM traffic WHERE NOT by_day
