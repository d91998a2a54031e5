/*---
id      = "ecommerce.new_customer_share"
title   = { en = "Share of new customers", fr = "Part des nouveaux clients" }
says    = { en = "Buyers whose first known order lies in the period, of all buyers; too high while the history is short", fr = "Acheteurs dont la première commande connue se situe dans la période, parmi tous les acheteurs ; trop haute tant que l'historique est court" }
unit    = "ratio"
needs   = ["purchase | shop_orders"]
differs = { ga4 = "First time purchasers divided by Total purchasers", matomo = "none" }
source  = "GA4, First time purchasers"
history = "365d"
---*/
SELECT count(DISTINCT buyer_id) FILTER (WHERE order_number = 1) * 1.0 / nullif(count(DISTINCT buyer_id), 0) FROM orders
