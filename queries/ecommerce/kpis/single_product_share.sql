/*---
id        = "ecommerce.single_product_share"
title     = { en = "Orders of one product", fr = "Commandes d'un seul produit" }
says      = { en = "Orders of one product in any quantity, of the orders whose products are known; by item_id, of the orders with it those with nothing else", fr = "Commandes d'un seul produit, quelle que soit la quantité, parmi celles dont les produits sont connus ; par item_id, parmi les commandes qui le contiennent, celles sans rien d'autre" }
unit      = "ratio"
of_orders = "number"
direction = "decrease"
needs     = ["events.items | shop_orders.items"]
levers    = ["ecommerce.products_per_order"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT count(DISTINCT order_id) FILTER (WHERE products = 1) * 1.0 / nullif(count(DISTINCT order_id), 0) FROM order_products
