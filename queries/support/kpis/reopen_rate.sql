/*---
id        = "support.reopen_rate"
title     = { en = "Reopened tickets", fr = "Tickets rouverts" }
says      = { en = "Tickets that were opened again at least once after they were solved, of those ever solved, by the ticket's day; one that is open now counts where it was reopened", fr = "Tickets rouverts au moins une fois après résolution, parmi ceux résolus un jour, au jour du ticket ; un ticket ouvert aujourd'hui compte s'il a été rouvert" }
unit      = "ratio"
direction = "decrease"
needs     = ["tickets"]
levers    = ["support.one_touch_resolution"]
differs   = { ga4 = "none", matomo = "none", zendesk = "Reopened tickets, of solved ones" }
source    = "Zendesk, Reopened tickets"
---*/
SELECT count(*) FILTER (WHERE reopened > 0) * 1.0 / nullif(count(reopened), 0)
FROM support_tickets WHERE is_solved OR is_reopened
