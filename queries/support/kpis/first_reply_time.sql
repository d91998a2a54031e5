/*---
id        = "support.first_reply_time"
title     = { en = "First reply time", fr = "Délai de première réponse" }
says      = { en = "Time from a ticket to the first public reply of a person, the median by the ticket's day; calendar hours, nights and weekends included. Tickets that an agent opened are left out; those without a reply yet are in support.unanswered", fr = "Temps entre un ticket et la première réponse publique d'une personne, médiane au jour du ticket ; heures calendaires, nuits et week-ends compris. Hors tickets ouverts par un agent ; ceux encore sans réponse sont dans support.unanswered" }
level     = "strategic"
unit      = "duration"
direction = "decrease"
headline  = true
needs     = ["tickets"]
levers    = ["support.replied_within_1d", "support.unanswered"]
differs   = { ga4 = "none", matomo = "none", zendesk = "First reply time, calendar hours" }
source    = "Zendesk, First reply time"
---*/
SELECT median(reply_seconds) FROM support_tickets WHERE NOT by_agent AND is_answered
