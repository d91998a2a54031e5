/*---
id      = "core.key_event_rate"
title   = { en = "Key event rate", fr = "Taux d'événements clés" }
says    = { en = "Sessions with at least one key event, of all sessions; a purchase sent again under its id is none", fr = "Sessions ayant au moins un événement clé, parmi toutes les sessions ; un achat renvoyé sous le même identifiant n’en est pas un" }
level   = "strategic"
unit    = "ratio"
headline = true
needs   = ["page_view"]
levers  = ["core.engagement_rate", "core.bounce_rate"]
differs = { ga4 = "Session key event rate", matomo = "Conversion rate, of visits" }
source  = "GA4, Session key event rate"
---*/
SELECT count(*) FILTER (WHERE key_events > 0) * 1.0 / nullif(count(*), 0) FROM traffic WHERE NOT by_day
