/*---
id      = "core.session_duration_median"
title   = { en = "Median session duration", fr = "Durée médiane d'une session" }
says    = { en = "Half of the sessions last longer, from the first to the last event; a session of one event lasts 0 s", fr = "La moitié des sessions durent plus longtemps, du premier au dernier événement ; une session d'un seul événement dure 0 s" }
unit    = "duration"
needs   = ["page_view"]
levers  = ["core.views_per_session", "core.bounce_rate"]
differs = { ga4 = "GA4 shows the mean only", matomo = "Matomo shows the mean only" }
---*/
SELECT median(duration_ms / 1000.0) FROM traffic WHERE NOT by_day
