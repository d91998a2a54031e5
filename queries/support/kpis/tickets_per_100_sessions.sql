/*---
id        = "support.tickets_per_100_sessions"
title     = { en = "Tickets per 100 sessions", fr = "Tickets pour 100 sessions" }
says      = { en = "Tickets made in the period for every 100 sessions that started in it, whoever made them", fr = "Tickets créés dans la période pour 100 sessions commencées dans celle-ci, quel que soit leur auteur" }
level     = "strategic"
unit      = "number"
direction = "decrease"
headline  = true
levers    = ["support.self_service", "support.zero_result_rate", "support.dead_ends"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT "support.tickets" * 100.0 / nullif("core.sessions", 0) FROM kpis
