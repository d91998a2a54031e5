/*---
id      = "ecommerce.orders_tracked"
title   = { en = "Orders that the tracker saw", fr = "Commandes vues par le marqueur" }
says    = { en = "Orders with a purchase event, of all orders: what a tag misses because it was refused, blocked or lost", fr = "Commandes avec un événement purchase, sur toutes les commandes : ce qu'un marqueur refusé, bloqué ou perdu ne voit pas" }
unit    = "ratio"
needs   = ["purchase", "shop_orders"]
differs = { ga4 = "GA4 knows only the orders that it saw", matomo = "Matomo knows only the orders that it saw" }
---*/
SELECT count(*) FILTER (WHERE in_events) * 1.0 / nullif(count(*), 0) FROM orders
