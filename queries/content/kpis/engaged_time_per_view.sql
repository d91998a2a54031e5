/*---
id       = "content.engaged_time_per_view"
title    = { en = "Engaged time per view", fr = "Temps d'engagement par vue" }
says     = { en = "Time with a content page in the foreground, divided by its views; no value where none was measured", fr = "Temps avec une page de contenu au premier plan, divisé par ses vues ; sans valeur là où il n'a pas été mesuré" }
unit     = "duration"
needs    = ["page_view"]
headline = true
levers   = ["content.scroll_depth"]
differs  = { ga4 = "Average engagement time divides by Active users", matomo = "Average time on page, until the next action" }
---*/
SELECT nullif(sum(engaged_ms), 0) / 1000.0 / nullif(count(*), 0) FROM content_views WHERE is_content
