/*---
id        = "support.search_exit_rate"
title     = { en = "Exits after search", fr = "Sorties après recherche" }
says      = { en = "Searches after which the session saw no other page, downloaded, sent or clicked nothing and did not search for anything else, of all searches", fr = "Recherches après lesquelles la session n'a vu aucune autre page, rien téléchargé, envoyé ou cliqué ni cherché autre chose, parmi toutes les recherches" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view", "view_search_results | search"]
levers    = ["support.zero_result_rate"]
differs   = { ga4 = "none; Universal Analytics had % Search Exits", matomo = "% Search Exits, of page views of the results" }
source    = "Universal Analytics, % Search Exits"
---*/
SELECT count(*) FILTER (WHERE is_exit) * 1.0 / nullif(count(*), 0) FROM searches
