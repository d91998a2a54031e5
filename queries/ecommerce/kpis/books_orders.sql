/*---
id      = "ecommerce.books_orders"
title   = { en = "Orders in the shop's books", fr = "Commandes dans les livres de la boutique" }
says    = { en = "Orders that the shop has, since the tag saw its first", fr = "Commandes de la boutique, depuis la première vue par le marqueur" }
unit    = "count"
needs   = ["purchase", "shop_orders"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FROM shop_books
