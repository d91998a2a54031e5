/*---
id        = "core.non_engaged_rate"
title     = { en = "Sessions without engagement", fr = "Sessions sans engagement" }
says      = { en = "Sessions that are not engaged, of all sessions: what GA4 calls bounce rate", fr = "Sessions non engagées, parmi toutes les sessions : ce que GA4 appelle taux de rebond" }
unit      = "ratio"
share     = true
direction = "decrease"
needs     = ["page_view | daily.engaged_sessions"]
levers    = ["core.engaged_time", "core.views_per_session"]
differs   = { ga4 = "Bounce rate", matomo = "none; its bounce rate is `core.bounce_rate`" }
source    = "GA4, Bounce rate"
---*/
SELECT sum(sessions - engaged_sessions) * 1.0 / nullif(sum(sessions) FILTER (WHERE engaged_sessions IS NOT NULL), 0) FROM traffic
