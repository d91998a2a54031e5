/*---
id      = "ecommerce.orders"
title   = { en = "Orders", fr = "Commandes" }
says    = { en = "Orders placed, from purchase events and from the shop; repeated under the same id they count once", fr = "Commandes passées, issues des événements d'achat et de la boutique ; répétées sous le même identifiant, elles comptent une fois" }
level   = "strategic"
unit    = "count"
headline = true
needs   = ["purchase | shop_orders"]
levers  = ["core.sessions", "ecommerce.purchase_conversion"]
differs = { ga4 = "Transactions, which leaves out purchases without an id", matomo = "Orders" }
source  = "GA4, Transactions"
---*/
SELECT count(*) FROM orders
