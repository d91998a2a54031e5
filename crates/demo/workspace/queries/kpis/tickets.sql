/*---
id        = "site.tickets"
title     = { en = "Tickets", fr = "Tickets" }
says      = { en = "Questions that reached the help desk, by the day they were asked.", fr = "Questions arrivées au support, au jour où elles sont posées." }
unit      = "count"
direction = "decrease"
needs     = ["tickets"]
---*/
SELECT count(*) FROM tickets
