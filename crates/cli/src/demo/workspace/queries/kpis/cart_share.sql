/*---
id        = "shop.cart_share"
title     = { en = "Visitors with a cart", fr = "Visiteurs avec panier" }
says      = { en = "Visitors who put something into the cart, of all visitors", fr = "Visiteurs ayant mis un article au panier, parmi tous les visiteurs" }
level     = "tactical"
unit      = "ratio"
direction = "increase"
needs     = ["page_view", "add_to_cart"]
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE event_name = 'add_to_cart') * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM events
WHERE event_name IN ('page_view', 'add_to_cart')
