/*---
id      = "ecommerce.marketing_efficiency"
title   = { en = "Marketing efficiency", fr = "Efficacité marketing" }
says    = { en = "Revenue of all orders for each unit of money spent", fr = "Chiffre d'affaires de toutes les commandes par unité monétaire dépensée" }
level   = "strategic"
unit    = "number"
of_orders = "amounts"
needs   = ["spend", "purchase | shop_orders"]
levers  = ["ecommerce.return_on_ad_spend"]
differs = { ga4 = "none", matomo = "none" }
source  = "Marketing efficiency ratio"
---*/
SELECT sum(revenue) / nullif(sum(cost), 0)
FROM marketing WHERE attribution = 'last_non_direct_30d'
