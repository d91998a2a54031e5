/*---
id     = "core.events"
title  = { en = "Events", fr = "Événements" }
says   = { en = "Everything visitors did that was recorded, bots left out", fr = "Tout ce que les visiteurs ont fait et qui a été enregistré, hors robots" }
unit   = "count"
needs  = ["events.event_id"]
source = "GA4, Event count"
---*/
SELECT count(*) FROM traffic_hits WHERE NOT by_day
