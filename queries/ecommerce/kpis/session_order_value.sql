/*---
id      = "ecommerce.session_order_value"
title   = { en = "Average order of sessions", fr = "Panier moyen des sessions" }
says    = { en = "Revenue of the orders with a session, divided by these orders", fr = "Chiffre d'affaires des commandes ayant une session, divisé par ces commandes" }
unit    = "money"
needs   = ["purchase"]
levers  = ["ecommerce.units_per_order"]
differs = { ga4 = "Average purchase revenue, which takes refunds off", matomo = "avg_order_revenue" }
---*/
SELECT sum(revenue) / nullif(count(*), 0) FROM orders WHERE session_id IS NOT NULL
