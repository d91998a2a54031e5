/*---
id        = "shop.refunds"
title     = { en = "Refunds", fr = "Remboursements" }
says      = { en = "What was paid back, on the day it was", fr = "Montants remboursés, au jour du remboursement" }
level     = "tactical"
unit      = "money"
direction = "decrease"
needs     = ["refund"]
---*/
SELECT sum(value)
FROM events
WHERE event_name = 'refund'
