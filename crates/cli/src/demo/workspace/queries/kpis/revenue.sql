/*---
id        = "shop.revenue"
title     = { en = "Revenue", fr = "Chiffre d'affaires" }
says      = { en = "What orders came to, before refunds", fr = "Montant des commandes, avant remboursements" }
level     = "strategic"
unit      = "money"
direction = "increase"
needs     = ["purchase"]
levers    = ["shop.orders", "shop.average_order_value"]
---*/
SELECT sum(value)
FROM events
WHERE event_name = 'purchase'
