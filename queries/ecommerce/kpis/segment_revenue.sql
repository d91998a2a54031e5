/*---
id      = "ecommerce.segment_revenue"
title   = { en = "Revenue of customers by segment", fr = "Chiffre d'affaires des clients par segment" }
says    = { en = "What customers paid over all orders until now, dated on their first order; ask by segment", fr = "Ce que les clients ont payé sur toutes leurs commandes jusqu'à présent, daté de la première ; à demander par segment" }
unit    = "money"
of_orders = "amounts"
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.customer_value"]
differs = { ga4 = "none", matomo = "none" }
---*/
SELECT sum(revenue) FROM customer_segments
