/*---
id      = "ecommerce.cart_to_checkout"
title   = { en = "Cart to checkout", fr = "Du panier au paiement" }
says    = { en = "Sessions that began a checkout or came further, of those that came to the cart or further", fr = "Sessions ayant commencé le paiement ou parvenues plus loin, parmi celles parvenues au panier ou plus loin" }
unit    = "ratio"
needs   = ["page_view", "add_to_cart", "begin_checkout"]
levers  = ["ecommerce.cart_removal_rate"]
differs = { ga4 = "Checkout journey counts users", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE reached_checkout) * 1.0 / nullif(count(*) FILTER (WHERE reached_cart), 0) FROM shop_sessions
