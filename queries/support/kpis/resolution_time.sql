/*---
id        = "support.resolution_time"
title     = { en = "Resolution time", fr = "Délai de résolution" }
says      = { en = "Time from a ticket to when it was last solved, the median by the ticket's day; calendar hours, nights and weekends included. Open tickets are in support.backlog", fr = "Temps entre un ticket et sa dernière résolution, médiane au jour du ticket ; heures calendaires, nuits et week-ends compris. Les tickets ouverts sont dans support.backlog" }
level     = "strategic"
unit      = "duration"
direction = "decrease"
headline  = true
needs     = ["tickets"]
levers    = ["support.first_reply_time", "support.one_touch_resolution", "support.reopen_rate"]
differs   = { ga4 = "none", matomo = "none", zendesk = "Full resolution time" }
source    = "Zendesk, Full resolution time"
---*/
SELECT median(solve_seconds) FROM support_tickets WHERE is_solved
