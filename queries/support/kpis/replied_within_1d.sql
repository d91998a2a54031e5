/*---
id      = "support.replied_within_1d"
title   = { en = "Replied within a day", fr = "Réponse sous un jour" }
says    = { en = "Tickets with a first reply of a person within 24 hours, of all tickets of the period; those overdue without a reply count against it, those that an agent opened are left out", fr = "Tickets ayant reçu une première réponse d'une personne sous 24 heures, parmi tous ceux de la période ; ceux en retard sans réponse comptent contre, ceux ouverts par un agent sont exclus" }
unit    = "ratio"
needs   = ["tickets"]
matures = "1d"
levers  = ["support.first_reply_time"]
differs = { ga4 = "none", matomo = "none", zendesk = "SLA achievement rate, for tickets under a policy" }
---*/
SELECT count(*) FILTER (WHERE reply_seconds <= 86400) * 1.0 / nullif(count(*), 0)
FROM support_tickets WHERE NOT by_agent AND replies_known
