/*---
id      = "ecommerce.bought_together"
title   = { en = "Orders of several products", fr = "Commandes de plusieurs produits" }
says    = { en = "Orders with two different products or more. By item_id those in which it was bought with another, by item_id and with_item_id those in which both were", fr = "Commandes d'au moins deux produits différents. Par item_id, celles où il a été acheté avec un autre ; par item_id et with_item_id, celles où les deux l'ont été" }
unit    = "count"
of_orders = "number"
needs   = ["events.items | shop_orders.items"]
levers  = ["ecommerce.products_per_order"]
differs = { ga4 = "none", matomo = "none" }
---*/
SELECT count(DISTINCT order_id) FROM baskets
