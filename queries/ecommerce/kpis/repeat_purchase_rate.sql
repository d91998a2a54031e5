/*---
id      = "ecommerce.repeat_purchase_rate"
title   = { en = "Repeat purchase rate", fr = "Taux de réachat" }
says    = { en = "Buyers with an order that is not their first, of all buyers; who buys for the first time and again in the period is both new and repeating", fr = "Acheteurs ayant une commande qui n'est pas leur première, parmi tous les acheteurs ; qui achète pour la première fois puis de nouveau dans la période est à la fois nouveau et fidèle" }
level   = "strategic"
unit    = "ratio"
headline = true
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.repeat_within_365d"]
differs = { ga4 = "none", matomo = "none" }
source  = "Shopify, Returning customer rate"
history = "365d"
---*/
SELECT count(DISTINCT buyer_id) FILTER (WHERE order_number > 1) * 1.0 / nullif(count(DISTINCT buyer_id), 0) FROM orders
