/*---
id        = "shop.orders"
title     = { en = "Orders", fr = "Commandes" }
says      = { en = "Orders placed", fr = "Commandes passées" }
level     = "strategic"
unit      = "count"
direction = "increase"
needs     = ["purchase"]
---*/
SELECT count(DISTINCT transaction_id)
FROM events
WHERE event_name = 'purchase'
