/*---
id      = "support.solved_within_7d"
title   = { en = "Solved within 7 days", fr = "Résolution sous 7 jours" }
says    = { en = "Tickets solved within 7 times 24 hours, of all tickets of the period; those still open after that count against it", fr = "Tickets résolus sous 7 fois 24 heures, parmi tous ceux de la période ; ceux encore ouverts après ce délai comptent contre" }
level   = "strategic"
unit    = "ratio"
needs   = ["tickets"]
matures = "7d"
levers  = ["support.first_reply_time", "support.one_touch_resolution"]
differs = { ga4 = "none", matomo = "none", zendesk = "SLA achievement rate, for tickets under a policy" }
---*/
SELECT count(*) FILTER (WHERE solve_seconds <= 604800) * 1.0 / nullif(count(*), 0)
FROM support_tickets WHERE solutions_known
