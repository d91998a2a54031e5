/*---
id      = "ecommerce.average_order_value"
title   = { en = "Average order value", fr = "Panier moyen" }
says    = { en = "Revenue, divided by orders", fr = "Chiffre d'affaires, divisé par les commandes" }
unit    = "money"
headline = true
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.units_per_order"]
differs = { ga4 = "Average purchase revenue, which takes refunds off", matomo = "the same" }
source  = "Matomo, avg_order_revenue"
---*/
SELECT sum(revenue) / nullif(count(*), 0) FROM orders
