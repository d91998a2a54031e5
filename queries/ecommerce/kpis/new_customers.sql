/*---
id      = "ecommerce.new_customers"
title   = { en = "New customers", fr = "Nouveaux clients" }
says    = { en = "Buyers whose first known order lies in the period; too many while the history is short", fr = "Acheteurs dont la première commande connue se situe dans la période ; trop nombreux tant que l'historique est court" }
level   = "strategic"
unit    = "count"
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.visitor_conversion"]
differs = { ga4 = "First time purchasers", matomo = "none" }
source  = "GA4, First time purchasers"
history = "365d"
---*/
SELECT count(*) FILTER (WHERE is_first_order) FROM orders
