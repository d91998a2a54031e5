/*---
id        = "shop.page_views"
title     = { en = "Page views", fr = "Pages vues" }
says      = { en = "Pages shown", fr = "Pages affichées" }
level     = "tactical"
unit      = "count"
direction = "increase"
needs     = ["page_view"]
---*/
SELECT count(*)
FROM events
WHERE event_name = 'page_view'
