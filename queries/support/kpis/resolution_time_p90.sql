/*---
id        = "support.resolution_time_p90"
title     = { en = "Resolution time, slowest tenth", fr = "Délai de résolution, dixième le plus lent" }
says      = { en = "Nine of ten solved tickets are solved within this time, by the ticket's day; calendar hours, nights and weekends included", fr = "Neuf tickets résolus sur dix le sont dans ce délai, au jour du ticket ; heures calendaires, nuits et week-ends compris" }
unit      = "duration"
direction = "decrease"
needs     = ["tickets"]
levers    = ["support.solved_within_7d"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT quantile_cont(solve_seconds, 0.9) FROM support_tickets WHERE is_solved
