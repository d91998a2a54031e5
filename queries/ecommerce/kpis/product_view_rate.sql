/*---
id      = "ecommerce.product_view_rate"
title   = { en = "Product view rate", fr = "Taux de vue produit" }
says    = { en = "Sessions that came to a product or further, of all sessions", fr = "Sessions parvenues à un produit ou plus loin, parmi toutes les sessions" }
unit    = "ratio"
needs   = ["page_view", "view_item"]
differs = { ga4 = "a funnel exploration, open, gives the same", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE reached_product) * 1.0 / nullif(count(*), 0) FROM shop_sessions
