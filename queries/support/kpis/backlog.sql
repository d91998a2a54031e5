/*---
id        = "support.backlog"
title     = { en = "Backlog", fr = "Tickets en attente" }
says      = { en = "Tickets open at the end of a day. A ticket that was opened again counts until it was last solved, because a help desk sends it as it is now", fr = "Tickets ouverts à la fin d'un jour. Un ticket rouvert compte jusqu'à sa dernière résolution, car un outil de support l'envoie dans son état actuel" }
level     = "strategic"
unit      = "count"
direction = "decrease"
needs     = ["tickets"]
grains    = ["day"]
levers    = ["support.tickets", "support.resolution_time"]
differs   = { ga4 = "none", matomo = "none", zendesk = "Unsolved tickets, kept as they were at the end of each day" }
source    = "Zendesk, Backlog"
---*/
SELECT count(*) FROM open_tickets
