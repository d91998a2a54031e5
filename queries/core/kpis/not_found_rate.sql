/*---
id        = "core.not_found_rate"
title     = { en = "Pages not found", fr = "Pages introuvables" }
says      = { en = "Page views answered with status 404, of all whose status is known", fr = "Pages vues ayant répondu 404, parmi celles dont le statut est connu" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view"]
---*/
SELECT count(*) FILTER (WHERE page_status = 404) * 1.0 / nullif(count(page_status), 0)
FROM traffic_hits WHERE event_name = 'page_view'
