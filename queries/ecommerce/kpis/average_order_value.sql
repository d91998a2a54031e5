/*---
id      = "ecommerce.average_order_value"
title   = { en = "Average order value", fr = "Panier moyen" }
says    = { en = "Revenue, divided by orders; those whose amount without tax or shipping is unknown are in neither", fr = "Chiffre d'affaires, divisé par les commandes ; celles dont le montant hors taxes ou livraison est inconnu n'entrent ni dans l'un ni dans les autres" }
unit    = "money"
of_orders = "amounts"
headline = true
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.units_per_order"]
differs = { ga4 = "Average purchase revenue, which takes refunds off", matomo = "the same" }
source  = "Matomo, avg_order_revenue"
---*/
SELECT sum(revenue) / nullif(count(*) FILTER (WHERE revenue IS NOT NULL OR total IS NULL), 0) FROM orders
