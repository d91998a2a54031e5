/*---
id      = "leads.loyal_share"
title   = { en = "Share of loyal visitors", fr = "Part des visiteurs fidèles" }
says    = { en = "Visitors who came for at least the fourth time, of all visitors with a session; all segments: sessions_by_class by segment", fr = "Visiteurs venus au moins pour la quatrième fois, parmi tous les visiteurs ayant une session ; tous les segments : sessions_by_class par segment" }
unit    = "ratio"
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "none", matomo = "none" }
history = "90d"
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE visit_number >= 4) * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM lead_sessions
