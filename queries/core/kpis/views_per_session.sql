/*---
id      = "core.views_per_session"
title   = { en = "Page views per session", fr = "Pages vues par session" }
says    = { en = "Page views, divided by sessions", fr = "Pages vues, divisées par les sessions" }
unit    = "number"
needs   = ["page_view | daily.page_views"]
levers  = ["core.bounce_rate"]
differs = { ga4 = "the same", matomo = "Actions per visit also counts downloads, outlinks and searches" }
source  = "GA4, Views per session"
---*/
SELECT sum(page_views) * 1.0 / nullif(sum(sessions) FILTER (WHERE page_views IS NOT NULL), 0) FROM traffic
