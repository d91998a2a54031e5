/*---
id        = "ecommerce.cost_per_order"
title     = { en = "Cost per order", fr = "Coût par commande" }
says      = { en = "Spend, divided by all orders; by channel and campaign, by those credited to the last session within 30 days that did not come directly", fr = "Dépenses, divisées par toutes les commandes ; par canal et campagne, par celles attribuées à la dernière session non directe des 30 derniers jours" }
unit      = "money"
direction = "decrease"
needs     = ["spend", "purchase | shop_orders"]
levers    = ["ecommerce.purchase_conversion"]
differs   = { ga4 = "Cost per key event, of paid channels", matomo = "none" }
---*/
SELECT sum(cost) / nullif(sum(orders), 0)
FROM marketing WHERE attribution = 'last_non_direct_30d'
