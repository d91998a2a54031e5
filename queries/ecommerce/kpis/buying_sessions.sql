/*---
id      = "ecommerce.buying_sessions"
title   = { en = "Sessions that bought", fr = "Sessions acheteuses" }
says    = { en = "Sessions with at least one order", fr = "Sessions ayant au moins une commande" }
unit    = "count"
needs   = ["page_view", "purchase"]
levers  = ["core.sessions", "ecommerce.purchase_conversion"]
tree    = [["core.sessions", "ecommerce.purchase_conversion"]]
differs = { ga4 = "Sessions with the key event purchase", matomo = "Visits with orders" }
---*/
SELECT count(*) FILTER (WHERE reached_purchase) FROM shop_sessions WHERE orders_known
