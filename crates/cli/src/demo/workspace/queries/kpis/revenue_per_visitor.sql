/*---
id        = "shop.revenue_per_visitor"
title     = { en = "Revenue per visitor", fr = "Chiffre d'affaires par visiteur" }
says      = { en = "Revenue divided by visitors", fr = "Chiffre d'affaires divisé par le nombre de visiteurs" }
level     = "strategic"
unit      = "money"
direction = "increase"
levers    = ["shop.average_order_value", "shop.buyers_share"]
---*/
SELECT "shop.revenue" / nullif("shop.visitors", 0)
FROM kpis
