/*---
id      = "ecommerce.shop_orders_per_session"
title   = { en = "Shop orders per session", fr = "Commandes de la boutique par session" }
says    = { en = "Orders of the shop, divided by the sessions that the tag saw: what orders per session would be had the tag lost purchases alone, and no session with them", fr = "Commandes de la boutique, divisées par les sessions vues par le marqueur : ce que seraient les commandes par session si le marqueur n'avait perdu que des achats, et aucune session avec eux" }
unit    = "ratio"
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT "ecommerce.books_orders" * 1.0 / nullif("core.sessions", 0) FROM kpis
