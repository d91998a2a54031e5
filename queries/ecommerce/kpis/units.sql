/*---
id      = "ecommerce.units"
title   = { en = "Units sold", fr = "Articles vendus" }
says    = { en = "Pieces in the lines of orders that count, before returns: ask by item_id, item_name, item_category, order_country, or by item_brand, which the table `product_list` knows", fr = "Pièces des lignes des commandes qui comptent, avant retours : à demander par item_id, item_name, item_category, order_country, ou par item_brand, que connaît la table `product_list`" }
unit    = "number"
of_orders = "number"
needs   = ["events.items | shop_orders.items"]
levers  = ["ecommerce.orders", "ecommerce.units_per_order"]
differs = { ga4 = "Items purchased", matomo = "Quantity" }
source  = "GA4, Items purchased"
---*/
SELECT sum(quantity) FROM order_items
