/*---
id      = "ecommerce.view_to_cart"
title   = { en = "Product view to cart", fr = "De la vue produit au panier" }
says    = { en = "Sessions that came to the cart or further, of those that came to a product or further", fr = "Sessions parvenues au panier ou plus loin, parmi celles parvenues à un produit ou plus loin" }
unit    = "ratio"
needs   = ["page_view", "view_item", "add_to_cart"]
differs = { ga4 = "Cart-to-view rate counts users and products", matomo = "none" }
source  = "GA4, Cart-to-view rate"
---*/
SELECT count(*) FILTER (WHERE reached_cart) * 1.0 / nullif(count(*) FILTER (WHERE reached_product), 0) FROM shop_sessions
