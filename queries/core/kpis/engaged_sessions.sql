/*---
id      = "core.engaged_sessions"
title   = { en = "Engaged sessions", fr = "Sessions engagées" }
says    = { en = "Sessions with more time in the foreground than `engaged_after`, a key event, or two page views; on days that no event tells of, those that the table `daily` has, which are what its system calls engaged", fr = "Sessions qui passent plus de temps au premier plan que `engaged_after`, ou ayant un événement clé, ou deux pages vues ; les jours dont aucun événement ne parle, celles de la table `daily`, au sens de son système" }
unit    = "count"
needs   = ["page_view | daily.engaged_sessions"]
levers  = ["core.engaged_time", "core.views_per_session"]
differs = { ga4 = "the same, with 10 s unless set otherwise", matomo = "none" }
source  = "GA4, Engaged sessions"
---*/
SELECT sum(engaged_sessions) FROM traffic
