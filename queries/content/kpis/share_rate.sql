/*---
id      = "content.share_rate"
title   = { en = "Share rate", fr = "Taux de partage" }
says    = { en = "Sessions that shared something, of all sessions", fr = "Sessions ayant partagé quelque chose, parmi toutes les sessions" }
unit    = "ratio"
needs   = ["page_view", "share"]
levers  = ["content.read_through"]
differs = { ga4 = "Session key event rate of share", matomo = "of a goal" }
---*/
SELECT count(*) FILTER (WHERE shares > 0) * 1.0 / nullif(count(*), 0) FROM content_sessions
