/*---
id        = "ecommerce.refunds"
title     = { en = "Refunds", fr = "Remboursements" }
says      = { en = "What was paid back, on the day it was; what only `shop_orders` knows stands on its `refunded_at`, else on the day of its order. None is 0 only where refunds are known: a column `refunded`, a refund event, or `[orders] refunds = \"tracked\"`", fr = "Montants remboursés, au jour du remboursement ; ceux que seule `shop_orders` connaît figurent à leur `refunded_at`, sinon au jour de la commande. Aucun ne vaut 0 que si les remboursements sont connus : une colonne `refunded`, un événement refund, ou `[orders] refunds = \"tracked\"`" }
unit      = "money"
of_orders = "refunds"
needs     = ["refund | shop_orders.refunded"]
direction = "decrease"
levers    = ["ecommerce.return_rate"]
differs   = { ga4 = "Refund amount", matomo = "none" }
source    = "GA4, Refund amount"
---*/
SELECT sum(amount) FROM refunds
