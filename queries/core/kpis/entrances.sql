/*---
id      = "core.entrances"
title   = { en = "Entrances", fr = "Entrées" }
says    = { en = "Page views that begin a session: how often a page is the first one seen", fr = "Pages vues qui ouvrent une session : combien de fois une page est la première vue" }
unit    = "count"
needs   = ["page_view"]
differs = { ga4 = "the same", matomo = "Entrances" }
source  = "GA4, Entrances"
---*/
SELECT count(*) FROM traffic_hits WHERE is_entry
