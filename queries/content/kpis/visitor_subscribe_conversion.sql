/*---
id      = "content.visitor_subscribe_conversion"
title   = { en = "Visitors who sign up", fr = "Visiteurs qui s'inscrivent" }
says    = { en = "Visitors who signed up in a session, of all visitors with a session", fr = "Visiteurs inscrits lors d'une session, parmi tous les visiteurs ayant une session" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view", "sign_up"]
per_visitor = true
levers  = ["content.subscribe_conversion", "content.visit_frequency"]
differs = { ga4 = "User key event rate, which divides by Active users", matomo = "none" }
source  = "Plausible, conversion_rate"
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE sign_ups > 0) * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM content_sessions
