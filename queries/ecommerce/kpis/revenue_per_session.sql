/*---
id      = "ecommerce.revenue_per_session"
title   = { en = "Revenue per session", fr = "Chiffre d'affaires par session" }
says    = { en = "Revenue of all orders, divided by sessions; orders can come from the shop and sessions from a tag that not everybody accepts", fr = "Chiffre d'affaires de toutes les commandes, divisé par les sessions ; les commandes peuvent venir de la boutique et les sessions d'un marqueur que tous n'acceptent pas" }
level   = "strategic"
unit    = "money"
needs   = ["page_view"]
coverage = ["ecommerce.orders_tracked", "ecommerce.orders_in_shop"]
levers  = ["ecommerce.purchase_conversion", "ecommerce.average_order_value"]
differs = { ga4 = "Total revenue divided by Sessions", matomo = "Revenue per visit" }
source  = "Matomo, revenue_per_visit"
---*/
SELECT "ecommerce.revenue" / nullif("core.sessions", 0) FROM kpis
