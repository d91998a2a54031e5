/*---
id        = "shop.average_order_value"
title     = { en = "Average order value", fr = "Panier moyen" }
says      = { en = "Revenue of an order, on average", fr = "Chiffre d'affaires moyen d'une commande" }
level     = "tactical"
unit      = "money"
direction = "increase"
needs     = ["purchase"]
---*/
SELECT sum(value) / nullif(count(DISTINCT transaction_id), 0)
FROM events
WHERE event_name = 'purchase'
