/*---
id      = "support.searches"
title   = { en = "Searches", fr = "Recherches" }
says    = { en = "Searches inside of sessions; the same term again at once, by a reload or the next page of results, is the same search. Ask by term", fr = "Recherches dans les sessions ; le même terme aussitôt répété, par rechargement ou page suivante, est la même recherche. À demander par term" }
unit    = "count"
needs   = ["page_view", "view_search_results | search"]
differs = { ga4 = "Event count of view_search_results; a reload counts again", matomo = "Searches; the same keyword again counts once within a page" }
---*/
SELECT count(*) FROM searches
