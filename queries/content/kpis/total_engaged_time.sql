/*---
id      = "content.total_engaged_time"
title   = { en = "Engaged time", fr = "Temps d'engagement total" }
says    = { en = "Time with content pages in the foreground, in all; ask by page_path, author or content_group; no value where none was measured", fr = "Temps total avec des pages de contenu au premier plan ; à demander par page_path, author ou content_group ; sans valeur là où il n'a pas été mesuré" }
unit    = "duration"
needs   = ["page_view"]
levers  = ["content.content_views", "content.engaged_time_per_view"]
tree    = [["content.content_views", "content.engaged_time_per_view"]]
differs = { ga4 = "User engagement", matomo = "none" }
source  = "GA4, User engagement"
---*/
SELECT nullif(sum(engaged_ms), 0) / 1000.0 FROM content_views WHERE is_content
