/*---
id      = "ecommerce.orders"
title   = { en = "Orders", fr = "Commandes" }
says    = { en = "Orders placed, from purchase events and from the shop; repeated under the same id they count once. Which statuses count, `[orders] counts` says; the model `order_statuses` has them all", fr = "Commandes passées, issues des événements d'achat et de la boutique ; répétées sous le même identifiant, elles comptent une fois. `[orders] counts` dit quels statuts comptent ; le modèle `order_statuses` les a tous" }
level   = "strategic"
unit    = "count"
of_orders = "number"
headline = true
needs   = ["purchase | shop_orders"]
levers  = ["core.sessions", "ecommerce.purchase_conversion"]
tree    = [["core.sessions", "ecommerce.purchase_conversion", "ecommerce.orders_per_buying_session"], ["ecommerce.orders_without_session"]]
differs = { ga4 = "Transactions, which leaves out purchases without an id", matomo = "Orders" }
source  = "GA4, Transactions"
---*/
SELECT count(*) FROM orders
