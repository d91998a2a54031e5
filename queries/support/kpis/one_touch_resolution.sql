/*---
id      = "support.one_touch_resolution"
title   = { en = "One-touch resolution", fr = "Résolution en une réponse" }
says    = { en = "Tickets solved with exactly one public reply, of the solved tickets whose replies are counted", fr = "Tickets résolus avec exactement une réponse publique, parmi les tickets résolus dont les réponses sont comptées" }
unit    = "ratio"
needs   = ["tickets"]
levers  = ["support.helpful_rate"]
differs = { ga4 = "none", matomo = "none", zendesk = "One-touch tickets, with fewer than two replies: a ticket solved without a reply counts there" }
source  = "Zendesk, One-touch resolutions"
---*/
SELECT count(*) FILTER (WHERE public_replies = 1) * 1.0 / nullif(count(public_replies), 0)
FROM support_tickets WHERE is_solved
