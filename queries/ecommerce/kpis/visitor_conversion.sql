/*---
id      = "ecommerce.visitor_conversion"
title   = { en = "Visitor conversion rate", fr = "Taux de conversion des visiteurs" }
says    = { en = "Visitors who bought, of all visitors: those with a session in the period. A buyer whom only the shop knows is in `buyers` and no visitor", fr = "Visiteurs ayant acheté, parmi tous les visiteurs : ceux qui ont une session dans la période. Un acheteur que seule la boutique connaît est dans `buyers` et n'est pas un visiteur" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view", "purchase | shop_orders"]
per_visitor = true
coverage = ["ecommerce.orders_tracked", "ecommerce.orders_in_shop"]
levers  = ["ecommerce.purchase_conversion", "core.sessions_per_visitor"]
differs = { ga4 = "User key event rate of purchase, of Active users", matomo = "none; it counts visits" }
source  = "Plausible, conversion rate"
---*/
SELECT count(*) FILTER (WHERE bought AND seen) * 1.0 / nullif(count(*) FILTER (WHERE seen), 0)
FROM (SELECT visitor_id, bool_or(is_purchase) AS bought, bool_or(in_session) AS seen FROM shop_visitors GROUP BY visitor_id)
