/*---
id        = "ecommerce.refunds"
title     = { en = "Refunds", fr = "Remboursements" }
says      = { en = "What was paid back, on the day it was; what only `shop_orders` knows stands on the day of its order", fr = "Montants remboursés, au jour du remboursement ; ceux que seule `shop_orders` connaît figurent au jour de la commande" }
unit      = "money"
needs     = ["refund | shop_orders.refunded"]
direction = "decrease"
levers    = ["ecommerce.return_rate"]
differs   = { ga4 = "Refund amount", matomo = "none" }
source    = "GA4, Refund amount"
---*/
SELECT sum(amount) FROM refunds
