/*---
id     = "core.page_views"
title  = { en = "Page views", fr = "Pages vues" }
says   = { en = "Pages shown to visitors, repeated views included; on days that no event tells of, those that the table `daily` has", fr = "Pages affichées aux visiteurs, vues répétées comprises ; les jours dont aucun événement ne parle, celles de la table `daily`" }
unit   = "count"
headline = true
needs  = ["page_view | daily.page_views"]
tree   = [["core.sessions", "core.views_per_session"]]
source = "GA4, Views"
---*/
SELECT sum(views) FROM traffic_hits WHERE event_name = 'page_view' OR by_day
