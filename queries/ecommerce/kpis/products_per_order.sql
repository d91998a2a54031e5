/*---
id      = "ecommerce.products_per_order"
title   = { en = "Products per order", fr = "Produits par commande" }
says    = { en = "Different products of an order, on average over the orders whose products are known", fr = "Produits différents d'une commande, en moyenne sur les commandes dont les produits sont connus" }
unit    = "number"
of_orders = "number"
needs   = ["events.items | shop_orders.items"]
levers  = ["ecommerce.product_view_rate"]
differs = { ga4 = "none", matomo = "none" }
---*/
SELECT count(*) * 1.0 / nullif(count(DISTINCT order_id), 0) FROM order_products
