/*---
id        = "ecommerce.cart_removal_rate"
title     = { en = "Cart removal rate", fr = "Taux de retrait du panier" }
says      = { en = "Sessions that took something out of the cart, of those that put something into it", fr = "Sessions ayant retiré un article du panier, parmi celles en ayant mis un" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view", "add_to_cart", "remove_from_cart"]
differs   = { ga4 = "none", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE cart_removals > 0) * 1.0 / nullif(count(*), 0) FROM carts
