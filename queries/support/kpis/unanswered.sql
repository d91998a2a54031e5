/*---
id        = "support.unanswered"
title     = { en = "Tickets without a reply", fr = "Tickets sans réponse" }
says      = { en = "Tickets of the period that no person has replied to yet; those that an agent opened are left out", fr = "Tickets de la période auxquels personne n'a encore répondu, hors tickets ouverts par un agent" }
unit      = "count"
direction = "decrease"
needs     = ["tickets.first_reply_at"]
differs   = { ga4 = "none", matomo = "none", zendesk = "Unreplied tickets" }
source    = "Zendesk, Unreplied tickets"
---*/
SELECT count(*) FILTER (WHERE NOT is_answered) FROM support_tickets WHERE NOT by_agent AND replies_known
