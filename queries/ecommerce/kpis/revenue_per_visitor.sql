/*---
id      = "ecommerce.revenue_per_visitor"
title   = { en = "Revenue per visitor", fr = "Chiffre d'affaires par visiteur" }
says    = { en = "Revenue of all orders, divided by visitors", fr = "Chiffre d'affaires de toutes les commandes, divisé par les visiteurs" }
level   = "strategic"
unit    = "money"
needs   = ["page_view"]
per_visitor = true
coverage = ["ecommerce.orders_tracked", "ecommerce.orders_in_shop"]
levers  = ["ecommerce.visitor_conversion", "ecommerce.average_order_value"]
differs = { ga4 = "Average revenue per user divides by Active users", matomo = "none" }
source  = "GA4, Average revenue per user"
---*/
SELECT "ecommerce.revenue" / nullif("core.visitors", 0) FROM kpis
