/*---
id        = "shop.visitors"
title     = { en = "Visitors", fr = "Visiteurs" }
says      = { en = "Visitors who saw a page, each counted once", fr = "Visiteurs ayant vu une page, chacun compté une fois" }
level     = "tactical"
unit      = "count"
direction = "increase"
needs     = ["page_view"]
---*/
SELECT count(DISTINCT visitor_id)
FROM events
WHERE event_name = 'page_view'
