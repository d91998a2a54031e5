/*---
id       = "content.read_through"
title    = { en = "Read-through", fr = "Lecture complète" }
says     = { en = "Content views scrolled to 90 % and at least 15 s in the foreground, of all content views", fr = "Vues de contenu défilées à 90 % et au moins 15 s au premier plan, parmi toutes les vues de contenu" }
unit     = "ratio"
needs    = ["page_view", "scroll"]
headline = true
levers   = ["content.scroll_depth", "content.engaged_time_per_view"]
differs  = { ga4 = "GA4 sends scroll at 90 %, without regard to time", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE scrolled >= 0.9 AND engaged_ms >= 15000) * 1.0 / nullif(count(*), 0)
FROM content_views WHERE is_content
