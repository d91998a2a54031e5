/*---
id      = "ecommerce.attributed_orders"
title   = { en = "Attributed orders", fr = "Commandes attribuées" }
says    = { en = "Orders credited to the sessions before them, in shares; ask by attribution, best with channel or campaign. Without one attribution there is no value, because each credits all orders", fr = "Commandes attribuées aux sessions qui les précèdent, en parts ; à demander par attribution, de préférence avec channel ou campaign. Sans une attribution précise il n'y a pas de valeur, car chacune attribue toutes les commandes" }
unit    = "number"
needs   = ["page_view", "purchase | shop_orders"]
differs = { ga4 = "Attribution models report", matomo = "Multi-channel attribution" }
source  = "Matomo, Multi Channel Conversion Attribution"
---*/
SELECT CASE WHEN min(attribution) = max(attribution) THEN sum(weight) END FROM attributed_orders
