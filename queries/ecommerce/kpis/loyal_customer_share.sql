/*---
id      = "ecommerce.loyal_customer_share"
title   = { en = "Champions and loyal customers", fr = "Champions et clients fidèles" }
says    = { en = "Customers who bought lately, and often or for much, of all customers; dated on their first order", fr = "Clients qui ont acheté récemment, et souvent ou pour beaucoup, parmi tous les clients ; datés de leur première commande" }
unit    = "ratio"
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.repeat_purchase_rate", "ecommerce.customer_retention"]
differs = { ga4 = "none", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE segment IN ('champions', 'loyal')) * 1.0 / nullif(count(*), 0) FROM customer_segments
