/*---
id      = "content.readers"
title   = { en = "Readers", fr = "Lecteurs" }
says    = { en = "Different visitors who viewed content", fr = "Visiteurs différents ayant vu du contenu" }
level   = "strategic"
unit    = "count"
needs   = ["page_view"]
per_visitor = true
levers  = ["content.content_entrances", "content.reader_retention"]
differs = { ga4 = "Total users, of every page", matomo = "Unique visitors, of every page" }
---*/
SELECT count(DISTINCT visitor_id) FROM content_views WHERE is_content
