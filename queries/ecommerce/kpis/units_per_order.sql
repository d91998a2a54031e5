/*---
id      = "ecommerce.units_per_order"
title   = { en = "Units per order", fr = "Articles par commande" }
says    = { en = "Units bought, divided by the orders whose items are known", fr = "Articles achetés, divisés par les commandes dont les articles sont connus" }
unit    = "number"
needs   = ["purchase | shop_orders"]
differs = { ga4 = "Items purchased divided by Transactions", matomo = "Average quantity is by product" }
---*/
SELECT sum(quantity) / nullif(count(DISTINCT order_id), 0) FROM order_items
