/*---
id      = "leads.visitor_lead_conversion"
title   = { en = "Visitors who become leads", fr = "Visiteurs devenus leads" }
says    = { en = "Visitors with at least one lead in a session, of all visitors with a session", fr = "Visiteurs ayant au moins un lead dans une session, parmi tous les visiteurs ayant une session" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view", "generate_lead"]
per_visitor = true
levers  = ["leads.lead_conversion", "core.sessions_per_visitor"]
differs = { ga4 = "User key event rate, which divides by Active users", matomo = "none" }
source  = "Plausible, conversion_rate"
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE reached_lead) * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM lead_sessions
