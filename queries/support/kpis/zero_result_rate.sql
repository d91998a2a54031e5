/*---
id        = "support.zero_result_rate"
title     = { en = "Searches without results", fr = "Recherches sans résultat" }
says      = { en = "Searches that found nothing, of the searches whose number of results is known; ask by term", fr = "Recherches n'ayant rien trouvé, parmi celles dont le nombre de résultats est connu ; à demander par term" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view", "view_search_results | search"]
differs   = { ga4 = "GA4 sends no number of results", matomo = "No Result Search Keywords, as counts" }
source    = "Algolia, No results rate"
---*/
SELECT count(*) FILTER (WHERE found_nothing) * 1.0 / nullif(count(search_results), 0) FROM searches
