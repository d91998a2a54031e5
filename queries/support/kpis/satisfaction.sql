/*---
id      = "support.satisfaction"
title   = { en = "Satisfaction", fr = "Satisfaction" }
says    = { en = "Mean rating of tickets on a scale of 1 to 5, by the ticket's day, of those who answered: see support.satisfaction_response_rate. No value where any rating lies outside of the scale", fr = "Note moyenne des tickets sur une échelle de 1 à 5, au jour du ticket, de ceux qui ont répondu : voir support.satisfaction_response_rate. Sans valeur si une note sort de l'échelle" }
level   = "strategic"
unit    = "number"
headline  = true
needs   = ["tickets"]
levers  = ["support.first_reply_time", "support.one_touch_resolution", "support.reopen_rate"]
differs = { ga4 = "none", matomo = "none", zendesk = "Zendesk asks good or bad, or 1 to 5" }
source  = "CSAT"
---*/
SELECT avg(satisfaction) FROM support_tickets WHERE is_scale_known
