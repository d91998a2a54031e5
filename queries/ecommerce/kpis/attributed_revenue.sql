/*---
id      = "ecommerce.attributed_revenue"
title   = { en = "Attributed revenue", fr = "Chiffre d'affaires attribué" }
says    = { en = "Revenue credited to the sessions before an order; ask by attribution, best with channel or campaign. Without one attribution there is no value, because each credits all revenue", fr = "Chiffre d'affaires attribué aux sessions précédant une commande ; à demander par attribution, de préférence avec channel ou campaign. Sans une attribution précise il n'y a pas de valeur, car chacune attribue tout le chiffre d'affaires" }
unit    = "money"
of_orders = "amounts"
needs   = ["page_view", "purchase | shop_orders"]
differs = { ga4 = "Attribution models report; GA4 keeps data-driven and last click only", matomo = "Multi-channel attribution" }
source  = "Matomo, Multi Channel Conversion Attribution"
---*/
SELECT CASE WHEN min(attribution) = max(attribution) THEN sum(revenue) END FROM attributed_orders
