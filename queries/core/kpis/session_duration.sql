/*---
id      = "core.session_duration"
title   = { en = "Mean session duration", fr = "Durée moyenne d'une session" }
says    = { en = "Time from the first to the last event of a session, on average; a session of one event lasts 0 s", fr = "Temps entre le premier et le dernier événement d'une session, en moyenne ; une session d'un seul événement dure 0 s" }
unit    = "duration"
needs   = ["page_view"]
levers  = ["core.views_per_session", "core.bounce_rate"]
differs = { ga4 = "the same", matomo = "Average visit duration; longer where its heartbeat timer is on" }
source  = "GA4, Average session duration"
---*/
SELECT sum(duration_ms) / 1000.0 / nullif(count(*), 0) FROM traffic WHERE NOT by_day
