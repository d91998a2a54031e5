/*---
id      = "ecommerce.product_conversion"
title   = { en = "Product conversion rate", fr = "Taux de conversion par produit" }
says    = { en = "Orders with the product, divided by sessions that viewed it; ask by item_id. Over several products each pair of session and product counts; can pass 100 % where products sell without being viewed", fr = "Commandes comportant le produit, divisées par les sessions qui l'ont vu ; à demander par item_id. Sur plusieurs produits, chaque couple session-produit compte ; peut dépasser 100 % si des produits se vendent sans être vus" }
unit    = "ratio"
needs   = ["page_view", "view_item", "purchase | shop_orders"]
coverage = ["ecommerce.orders_tracked", "ecommerce.orders_in_shop"]
levers  = ["ecommerce.view_to_cart"]
differs = { ga4 = "Purchase-to-view rate counts users", matomo = "Product conversion rate, of visits that viewed it" }
source  = "Matomo, Ecommerce, conversion_rate of products"
---*/
SELECT sum(orders) * 1.0 / nullif(sum(viewing_sessions), 0) FROM products
