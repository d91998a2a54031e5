/*---
id      = "core.engaged_time"
title   = { en = "Engaged time per session", fr = "Temps d'engagement par session" }
says    = { en = "Time with the page in the foreground, divided by sessions; no value where no session has any, because then it was not measured", fr = "Temps avec la page au premier plan, divisé par les sessions ; sans valeur là où aucune session n'en a, car alors il n'a pas été mesuré" }
unit    = "duration"
needs   = ["page_view"]
differs = { ga4 = "the same where GA4's engagement time is loaded", matomo = "Matomo has the time between actions only", snowplow = "the same from heartbeats: page by page, the minimum for the first beat and one interval for each further one" }
source  = "GA4, Average engagement time per session"
---*/
SELECT nullif(sum(engaged_ms), 0) / 1000.0 / nullif(count(*), 0) FROM traffic WHERE NOT by_day
