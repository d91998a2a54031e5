/*---
id          = "support.self_service"
title       = { en = "Self-service (estimate)", fr = "Libre-service (estimation)" }
says        = { en = "Estimate: of the sessions that saw a help page or searched, those whose visitor opened no ticket within 7 days. Who gave up, phoned or came back on another device counts as helped; no value where no ticket carries the id of a visitor with a session", fr = "Estimation : parmi les sessions ayant vu une page d'aide ou fait une recherche, celles dont le visiteur n'a ouvert aucun ticket sous 7 jours. Qui a renoncé, téléphoné ou changé d'appareil compte comme aidé ; sans valeur si aucun ticket ne porte l'identifiant d'un visiteur ayant une session" }
level       = "strategic"
unit        = "ratio"
headline  = true
needs       = ["page_view", "tickets"]
per_visitor = true
matures     = "7d"
levers      = ["support.zero_result_rate", "support.search_exit_rate", "support.helpful_rate", "support.dead_ends"]
differs     = { ga4 = "none", matomo = "none", zendesk = "Self-service score needs no join and is support.self_service_score" }
---*/
SELECT count(*) FILTER (WHERE NOT asked_for_help) * 1.0 / nullif(count(*), 0)
FROM support_sessions WHERE tickets_joined
