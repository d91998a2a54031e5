/*---
id      = "content.content_entrances"
title   = { en = "Entrances to content", fr = "Entrées par le contenu" }
says    = { en = "Content views that began a session; ask by page_path, author or content_group", fr = "Vues de contenu qui ont commencé une session ; à demander par page_path, author ou content_group" }
unit    = "count"
needs   = ["page_view"]
differs = { ga4 = "Entrances", matomo = "Entry page visits" }
source  = "GA4, Entrances"
---*/
SELECT count(*) FILTER (WHERE is_entry) FROM content_views WHERE is_content
