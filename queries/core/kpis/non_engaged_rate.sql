/*---
id        = "core.non_engaged_rate"
title     = { en = "Sessions without engagement", fr = "Sessions sans engagement" }
says      = { en = "Sessions that are not engaged, of all sessions: what GA4 calls bounce rate", fr = "Sessions non engagées, parmi toutes les sessions : ce que GA4 appelle taux de rebond" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view"]
levers    = ["core.engaged_time", "core.views_per_session"]
differs   = { ga4 = "Bounce rate", matomo = "none; its bounce rate is `core.bounce_rate`" }
source    = "GA4, Bounce rate"
---*/
SELECT count(*) FILTER (WHERE NOT is_engaged) * 1.0 / nullif(count(*), 0) FROM sessions
