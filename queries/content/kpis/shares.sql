/*---
id      = "content.shares"
title   = { en = "Shares", fr = "Partages" }
says    = { en = "`share` events in sessions", fr = "Événements `share` dans des sessions" }
unit    = "count"
needs   = ["share"]
levers  = ["content.share_rate"]
differs = { ga4 = "Event count of share", matomo = "none" }
---*/
SELECT sum(shares) FROM content_sessions
