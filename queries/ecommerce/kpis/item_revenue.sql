/*---
id      = "ecommerce.item_revenue"
title   = { en = "Product revenue", fr = "Chiffre d'affaires par produit" }
says    = { en = "Price times quantity of the lines of orders that count, before refunds: ask by item_id, item_name, item_category, order_country, or by item_brand, which the table `product_list` knows. Shipping and discounts of the whole order are in no line, and tax where the prices have it", fr = "Prix fois quantité des lignes des commandes qui comptent, avant remboursements : à demander par item_id, item_name, item_category, order_country, ou par item_brand, que connaît la table `product_list`. La livraison et les remises de toute la commande ne sont dans aucune ligne, et la taxe si les prix la comprennent" }
unit    = "money"
of_orders = "number"
needs   = ["events.items | shop_orders.items"]
levers  = ["ecommerce.units", "ecommerce.product_conversion"]
differs = { ga4 = "Item revenue, which leaves out purchases without an id", matomo = "Product revenue, price times quantity, too" }
source  = "GA4, Item revenue"
---*/
SELECT sum(line_revenue) FROM order_items
