/*---
id        = "shop.buyers_share"
title     = { en = "Buyers", fr = "Part d'acheteurs" }
says      = { en = "Visitors who bought, of all visitors", fr = "Visiteurs ayant acheté, parmi tous les visiteurs" }
level     = "strategic"
unit      = "ratio"
direction = "increase"
needs     = ["page_view", "purchase"]
levers    = ["shop.cart_share", "shop.checkout_to_purchase"]
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM events
WHERE event_name IN ('page_view', 'purchase')
