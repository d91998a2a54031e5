/*---
id      = "leads.converting_sessions"
title   = { en = "Sessions with a lead", fr = "Sessions ayant un lead" }
says    = { en = "Sessions with at least one lead that the tag saw", fr = "Sessions ayant au moins un lead vu par le marqueur" }
unit    = "count"
needs   = ["page_view", "generate_lead"]
levers  = ["core.sessions", "leads.lead_conversion"]
tree    = [["core.sessions", "leads.lead_conversion"]]
differs = { ga4 = "Sessions with the key event generate_lead", matomo = "Visits with the goal's conversion" }
---*/
SELECT count(*) FILTER (WHERE reached_lead) FROM lead_sessions
