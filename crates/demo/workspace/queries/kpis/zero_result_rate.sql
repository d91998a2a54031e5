/*---
id        = "site.zero_result_rate"
title     = { en = "Searches without a result", fr = "Recherches sans résultat" }
says      = { en = "Searches on the site that found nothing, of all searches.", fr = "Recherches du site qui ne trouvent rien, parmi toutes." }
unit      = "ratio"
direction = "decrease"
needs     = ["view_search_results"]
---*/
SELECT count(*) FILTER (WHERE search_results = 0) * 1.0 / nullif(count(*), 0)
FROM hits WHERE event_name = 'view_search_results'
