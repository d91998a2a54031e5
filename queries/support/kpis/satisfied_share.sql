/*---
id      = "support.satisfied_share"
title   = { en = "Satisfied", fr = "Clients satisfaits" }
says    = { en = "Tickets rated 4 or 5 on a scale of 1 to 5, of those rated. No value where any rating lies outside of the scale", fr = "Tickets notés 4 ou 5 sur une échelle de 1 à 5, parmi ceux notés. Sans valeur si une note sort de l'échelle" }
level   = "strategic"
unit    = "ratio"
needs   = ["tickets"]
levers  = ["support.first_reply_time", "support.one_touch_resolution", "support.reopen_rate"]
differs = { ga4 = "none", matomo = "none", zendesk = "Satisfaction score, good of good and bad" }
source  = "CSAT, top two boxes"
---*/
SELECT count(*) FILTER (WHERE satisfaction >= 4) * 1.0 / nullif(count(satisfaction), 0)
FROM support_tickets WHERE is_scale_known
