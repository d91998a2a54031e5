/*---
id      = "ecommerce.books_tracked"
title   = { en = "Shop orders that the tag saw", fr = "Commandes de la boutique vues par le marqueur" }
says    = { en = "Orders of the shop with a purchase event, of all orders of the shop since the first purchase event: what a tag misses because it was refused, blocked or lost", fr = "Commandes de la boutique avec un événement purchase, sur toutes celles de la boutique depuis le premier événement purchase : ce qu'un marqueur refusé, bloqué ou perdu ne voit pas" }
unit    = "ratio"
needs   = ["purchase", "shop_orders"]
books   = ["amount_class", "status", "currency"]
between = ["ecommerce.orders_per_session", "ecommerce.shop_orders_per_session"]
differs = { ga4 = "GA4 knows only the orders that it saw", matomo = "Matomo knows only the orders that it saw" }
---*/
SELECT count(*) FILTER (WHERE in_events) * 1.0 / nullif(count(*), 0) FROM shop_books
