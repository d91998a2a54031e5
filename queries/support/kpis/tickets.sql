/*---
id        = "support.tickets"
title     = { en = "Tickets", fr = "Tickets" }
says      = { en = "Tickets made in the period; those merged into another, spam and deleted ones are left out", fr = "Tickets créés dans la période, hors tickets fusionnés, indésirables ou supprimés" }
level     = "strategic"
unit      = "count"
direction = "decrease"
needs     = ["tickets"]
levers    = ["support.self_service", "support.dead_ends"]
tree      = [["core.sessions", "support.contact_rate"]]
differs   = { ga4 = "none", matomo = "none", zendesk = "Created tickets; deleted ones are left out there, too" }
source    = "Zendesk, Created tickets"
---*/
SELECT count(*) FROM support_tickets
