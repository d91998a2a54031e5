/*---
id      = "core.visitors"
title   = { en = "Visitors", fr = "Visiteurs" }
says    = { en = "Different visitors with at least one event in a session; a request that makes no session makes no visitor, nor does an order that only the shop knows; never the sum over shorter periods, so that there are none where the table `daily` counts a day", fr = "Visiteurs différents ayant au moins un événement dans une session ; une requête qui ne fait pas de session ne fait pas de visiteur, ni une commande que seule la boutique connaît ; jamais la somme de périodes plus courtes, si bien qu'il n'y en a pas où la table `daily` compte un jour" }
level   = "strategic"
unit    = "count"
headline = true
needs   = ["page_view"]
per_visitor = true
differs = { ga4 = "GA4's Total users; its Active users leave out those who were not engaged. GA4 counts cookies; whom Jauge tells by address and user agent alone it counts once over all days", matomo = "Unique visitors; without cookies Matomo tells them by a fingerprint that changes every day, so that a month has more of them", goaccess = "counts each address and user agent once a day, so that its days add up to more" }
source  = "GA4, Total users"
---*/
SELECT count(DISTINCT visitor_id) FROM traffic_hits WHERE session_id IS NOT NULL
