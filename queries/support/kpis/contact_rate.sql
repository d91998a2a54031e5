/*---
id        = "support.contact_rate"
title     = { en = "Tickets per session", fr = "Tickets par session" }
says      = { en = "Tickets made in the period, divided by the sessions that started in it, whoever made them: a hundredth of support.tickets_per_100_sessions", fr = "Tickets créés dans la période, divisés par les sessions commencées dans celle-ci, quel que soit leur auteur : le centième de support.tickets_per_100_sessions" }
unit      = "number"
direction = "decrease"
levers    = ["support.self_service", "support.zero_result_rate", "support.dead_ends"]
differs   = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT "support.tickets" * 1.0 / nullif("core.sessions", 0) FROM kpis
