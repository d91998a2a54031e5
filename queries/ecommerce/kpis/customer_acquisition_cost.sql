/*---
id        = "ecommerce.customer_acquisition_cost"
title     = { en = "Customer acquisition cost", fr = "Coût d'acquisition client" }
says      = { en = "Spend, divided by new customers; by channel and campaign, by those credited to the last session within 30 days that did not come directly", fr = "Dépenses, divisées par les nouveaux clients ; par canal et campagne, par ceux attribués à la dernière session non directe des 30 derniers jours" }
level     = "strategic"
unit      = "money"
direction = "decrease"
needs     = ["spend", "purchase | shop_orders"]
levers    = ["ecommerce.cost_per_order", "ecommerce.new_customer_share"]
differs   = { ga4 = "none", matomo = "none" }
history   = "365d"
---*/
SELECT sum(cost) / nullif(sum(new_customers), 0)
FROM marketing WHERE attribution = 'last_non_direct_30d'
