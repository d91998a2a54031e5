/*---
id      = "ecommerce.orders_in_shop"
title   = { en = "Orders that the shop has", fr = "Commandes connues de la boutique" }
says    = { en = "Orders with a row in shop_orders, of all orders: fewer than all where the shop's export lags behind", fr = "Commandes présentes dans shop_orders, sur toutes les commandes : moins que toutes si l'export de la boutique est en retard" }
unit    = "ratio"
needs   = ["purchase", "shop_orders"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FILTER (WHERE in_shop) * 1.0 / nullif(count(*), 0) FROM orders
