/*---
id        = "support.search_refinement"
title     = { en = "Search refinement", fr = "Affinage de recherche" }
says      = { en = "Searches that another term followed in the same session, of all searches", fr = "Recherches suivies d'un autre terme dans la même session, parmi toutes les recherches" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view", "view_search_results | search"]
levers    = ["support.zero_result_rate"]
differs   = { ga4 = "none; Universal Analytics had % Search Refinements", matomo = "none" }
source    = "Universal Analytics, % Search Refinements"
---*/
SELECT count(*) FILTER (WHERE is_refined) * 1.0 / nullif(count(*), 0) FROM searches
