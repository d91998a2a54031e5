/*---
id      = "ecommerce.return_on_ad_spend"
title   = { en = "Return on ad spend", fr = "Retour sur dépenses publicitaires" }
says    = { en = "Revenue credited to channels that money is spent on, for each unit of money spent; credited to the last session within 30 days that did not come directly", fr = "Chiffre d'affaires attribué aux canaux qui font l'objet de dépenses, par unité monétaire dépensée ; attribué à la dernière session non directe des 30 derniers jours" }
unit    = "number"
of_orders = "amounts"
needs   = ["spend", "page_view", "purchase | shop_orders"]
levers  = ["ecommerce.average_order_value", "ecommerce.cost_per_order"]
differs = { ga4 = "Return on ad spend, of Google Ads, data-driven", matomo = "none" }
source  = "GA4, Return on ad spend"
---*/
SELECT sum(revenue) FILTER (WHERE has_spend) / nullif(sum(cost), 0)
FROM marketing WHERE attribution = 'last_non_direct_30d'
