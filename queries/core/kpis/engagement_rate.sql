/*---
id      = "core.engagement_rate"
title   = { en = "Engagement rate", fr = "Taux d'engagement" }
says    = { en = "Engaged sessions, of all sessions", fr = "Sessions engagées, parmi toutes les sessions" }
unit    = "ratio"
share   = true
headline = true
needs   = ["page_view | daily.engaged_sessions"]
levers  = ["core.engaged_time", "core.views_per_session"]
differs = { ga4 = "the same", matomo = "none" }
source  = "GA4, Engagement rate"
---*/
SELECT sum(engaged_sessions) * 1.0 / nullif(sum(sessions) FILTER (WHERE engaged_sessions IS NOT NULL), 0) FROM traffic
