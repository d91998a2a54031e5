/*---
id      = "ecommerce.units"
title   = { en = "Units sold", fr = "Articles vendus" }
says    = { en = "Pieces in the lines of orders that count, before returns: ask by item_id, item_name, item_category or order_country", fr = "Pièces des lignes des commandes qui comptent, avant retours : à demander par item_id, item_name, item_category ou order_country" }
unit    = "number"
of_orders = "number"
needs   = ["events.items | shop_orders.items"]
levers  = ["ecommerce.orders", "ecommerce.units_per_order"]
differs = { ga4 = "Items purchased", matomo = "Quantity" }
source  = "GA4, Items purchased"
---*/
SELECT sum(quantity) FROM order_items
