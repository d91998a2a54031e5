/*---
id        = "shop.refund_rate"
title     = { en = "Refund rate", fr = "Taux de remboursement" }
says      = { en = "What was paid back, of the revenue of the same period", fr = "Montants remboursés, rapportés au chiffre d'affaires de la même période" }
level     = "tactical"
unit      = "ratio"
direction = "decrease"
needs     = ["refund", "purchase"]
---*/
SELECT sum(value) FILTER (WHERE event_name = 'refund') / nullif(sum(value) FILTER (WHERE event_name = 'purchase'), 0)
FROM events
