/*---
id      = "ecommerce.lagged_conversion_7d"
title   = { en = "Conversion within 7 days", fr = "Conversion sous 7 jours" }
says    = { en = "Sessions that an order of the same visitor followed within 7 days and before the next session, of all sessions; dated on the session", fr = "Sessions suivies d'une commande du même visiteur sous 7 jours et avant la session suivante, parmi toutes les sessions ; datée de la session" }
level   = "strategic"
unit    = "ratio"
needs   = ["page_view", "purchase | shop_orders"]
levers  = ["ecommerce.purchase_conversion"]
differs = { ga4 = "none", matomo = "none" }
matures = "7d"
---*/
SELECT count(*) FILTER (WHERE orders > 0) * 1.0 / nullif(count(*), 0)
FROM lagged_sessions WHERE orders_known
