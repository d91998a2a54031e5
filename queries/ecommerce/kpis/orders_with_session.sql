/*---
id      = "ecommerce.orders_with_session"
title   = { en = "Orders with a session", fr = "Commandes ayant une session" }
says    = { en = "Orders whose purchase event stands in a session", fr = "Commandes dont l'événement purchase se trouve dans une session" }
unit    = "count"
needs   = ["purchase"]
differs = { ga4 = "Transactions: GA4 knows no others", matomo = "Orders: Matomo knows no others" }
---*/
SELECT count(*) FROM orders WHERE session_id IS NOT NULL
