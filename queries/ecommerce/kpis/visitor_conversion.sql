/*---
id      = "ecommerce.visitor_conversion"
title   = { en = "Visitor conversion rate", fr = "Taux de conversion des visiteurs" }
says    = { en = "Visitors who bought, of all visitors; who bought counts as a visitor, whatever source says so", fr = "Visiteurs ayant acheté, parmi tous les visiteurs ; qui a acheté compte comme visiteur, quelle que soit la source qui le dit" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view", "purchase | shop_orders"]
coverage = ["ecommerce.orders_tracked", "ecommerce.orders_in_shop"]
levers  = ["ecommerce.purchase_conversion", "core.sessions_per_visitor"]
differs = { ga4 = "User key event rate of purchase, of Active users", matomo = "none; it counts visits" }
source  = "Plausible, conversion rate"
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE is_purchase) * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM shop_visitors
