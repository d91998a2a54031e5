/*---
id        = "support.dead_ends"
title     = { en = "Dead ends", fr = "Impasses" }
says      = { en = "Sessions that looked for help and ended at a search without results, a page not found or a page they voted unhelpful, of those that looked for help", fr = "Sessions ayant cherché de l'aide et terminées sur une recherche sans résultat, une page introuvable ou une page jugée inutile, parmi celles ayant cherché de l'aide" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view"]
levers    = ["support.zero_result_rate", "support.search_exit_rate", "support.helpful_rate", "core.not_found_rate"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE is_dead_end) * 1.0 / nullif(count(*), 0) FROM support_sessions
