/*---
id      = "core.engagement_rate"
title   = { en = "Engagement rate", fr = "Taux d'engagement" }
says    = { en = "Engaged sessions, of all sessions", fr = "Sessions engagées, parmi toutes les sessions" }
unit    = "ratio"
headline = true
needs   = ["page_view"]
levers  = ["core.engaged_time", "core.views_per_session"]
differs = { ga4 = "the same", matomo = "none" }
source  = "GA4, Engagement rate"
---*/
SELECT count(*) FILTER (WHERE is_engaged) * 1.0 / nullif(count(*), 0) FROM sessions
