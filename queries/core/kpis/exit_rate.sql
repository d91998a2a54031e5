/*---
id        = "core.exit_rate"
title     = { en = "Exit rate", fr = "Taux de sortie" }
says      = { en = "Page views that are the last of their session, of all page views; ask by page_path", fr = "Pages vues qui sont les dernières de leur session, parmi toutes les pages vues ; à demander par page_path" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view"]
differs   = { ga4 = "GA4 has Exits without a rate; Universal Analytics divided the same way", matomo = "Matomo divides by the visits that saw the page, not by its views" }
source    = "Universal Analytics, Exit rate"
---*/
SELECT count(*) FILTER (WHERE is_exit) * 1.0 / nullif(count(*), 0)
FROM traffic_hits WHERE event_name = 'page_view'
