/*---
id        = "support.backlog"
title     = { en = "Backlog", fr = "Tickets en attente" }
says      = { en = "Tickets open at the end of the period's last day, never summed over days. A ticket that was opened again counts until it was last solved, because a help desk sends it as it is now", fr = "Tickets ouverts à la fin du dernier jour de la période, jamais additionnés d'un jour à l'autre. Un ticket rouvert compte jusqu'à sa dernière résolution, car un outil de support l'envoie dans son état actuel" }
level     = "strategic"
unit      = "count"
direction = "decrease"
needs     = ["tickets"]
window    = "1d"
grains    = ["day", "week", "month", "quarter", "year"]
levers    = ["support.tickets", "support.resolution_time"]
differs   = { ga4 = "none", matomo = "none", zendesk = "Unsolved tickets, kept as they were at the end of each day" }
source    = "Zendesk, Backlog"
---*/
SELECT count(*) FROM open_tickets
