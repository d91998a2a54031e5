/*---
id        = "ecommerce.cart_abandonment"
title     = { en = "Cart abandonment", fr = "Abandon de panier" }
says      = { en = "Sessions that put something into the cart and did not buy, of those that put something into the cart; a cart emptied again counts", fr = "Sessions ayant mis un article au panier sans acheter, parmi celles ayant mis un article au panier ; un panier vidé compte" }
unit      = "ratio"
headline  = true
direction = "decrease"
needs     = ["page_view", "add_to_cart", "purchase"]
levers    = ["ecommerce.cart_to_checkout", "ecommerce.checkout_to_purchase"]
differs   = { ga4 = "Purchase-to-add-to-cart is its other side, by products", matomo = "Visits with an abandoned cart; Matomo empties a cart by its own event" }
---*/
SELECT count(*) FILTER (WHERE NOT reached_purchase) * 1.0 / nullif(count(*), 0)
FROM carts WHERE orders_known
