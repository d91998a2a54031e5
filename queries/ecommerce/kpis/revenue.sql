/*---
id      = "ecommerce.revenue"
title   = { en = "Revenue", fr = "Chiffre d'affaires" }
says    = { en = "What orders came to, before refunds; an order counts once, with or without tax and shipping as its source says", fr = "Montant des commandes, avant remboursements ; une commande compte une fois, avec ou sans taxes et livraison selon sa source" }
level   = "strategic"
unit    = "money"
headline = true
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.orders", "ecommerce.average_order_value"]
differs = { ga4 = "Gross purchase revenue; Purchase revenue takes refunds off", matomo = "Revenue of orders" }
source  = "GA4, Gross purchase revenue"
---*/
SELECT sum(revenue) FROM orders
