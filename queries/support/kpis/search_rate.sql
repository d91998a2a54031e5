/*---
id      = "support.search_rate"
title   = { en = "Search rate", fr = "Taux de recherche" }
says    = { en = "Sessions with at least one search, of all sessions", fr = "Sessions avec au moins une recherche, parmi toutes les sessions" }
unit    = "ratio"
needs   = ["page_view", "view_search_results | search"]
differs = { ga4 = "Session key event rate of view_search_results", matomo = "Visits with searches, of all" }
---*/
SELECT count(*) FILTER (WHERE searches > 0) * 1.0 / nullif(count(*), 0) FROM sessions
