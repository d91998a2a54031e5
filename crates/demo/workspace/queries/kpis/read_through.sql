/*---
id    = "site.read_through"
title = { en = "Articles read to the end", fr = "Articles lus jusqu'au bout" }
says  = { en = "Article views scrolled to 90 %, of all article views.", fr = "Vues d'articles parcourues à 90 %, parmi toutes." }
unit  = "ratio"
needs = ["page_view", "scroll"]
---*/
SELECT count(*) FILTER (WHERE event_name = 'scroll' AND progress >= 0.9) * 1.0
       / nullif(count(*) FILTER (WHERE event_name = 'page_view'), 0)
FROM hits WHERE content_group = 'journal'
