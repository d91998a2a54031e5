/*---
id      = "content.scroll_depth"
title   = { en = "Scroll depth", fr = "Profondeur de défilement" }
says    = { en = "How far content views were scrolled, on average; a view without a scroll counts 0. Where scroll is sent at 90 % only, as by GA4, the share of that times 0.9", fr = "Part défilée des vues de contenu, en moyenne ; une vue sans défilement compte 0. Si le défilement n'est envoyé qu'à 90 %, comme par GA4, la part de ces vues fois 0,9" }
unit    = "ratio"
needs   = ["page_view", "scroll"]
differs = { ga4 = "scroll is sent at 90 % only", matomo = "Scroll depth, with the Heatmap plugin" }
---*/
SELECT avg(coalesce(scrolled, 0.0)) FROM content_views WHERE is_content
