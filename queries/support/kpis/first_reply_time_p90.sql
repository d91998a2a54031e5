/*---
id        = "support.first_reply_time_p90"
title     = { en = "First reply time, slowest tenth", fr = "Délai de première réponse, dixième le plus lent" }
says      = { en = "Nine of ten first replies come within this time, by the ticket's day; calendar hours, nights and weekends included. Tickets that an agent opened and those without a reply yet are left out", fr = "Neuf premières réponses sur dix arrivent dans ce délai, au jour du ticket ; heures calendaires, nuits et week-ends compris. Hors tickets ouverts par un agent ou encore sans réponse" }
unit      = "duration"
direction = "decrease"
needs     = ["tickets"]
levers    = ["support.replied_within_1d"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT quantile_cont(reply_seconds, 0.9) FROM support_tickets WHERE NOT by_agent AND is_answered
