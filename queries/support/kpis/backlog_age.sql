/*---
id        = "support.backlog_age"
title     = { en = "Age of the backlog", fr = "Ancienneté des tickets en attente" }
says      = { en = "Days since the tickets open at the end of a day were made, the median", fr = "Jours écoulés depuis la création des tickets ouverts à la fin d'un jour, médiane" }
unit      = "number"
direction = "decrease"
needs     = ["tickets"]
window    = "1d"
grains    = ["day", "week", "month", "quarter", "year"]
levers    = ["support.solved_within_7d"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT median(age_days) FROM open_tickets
