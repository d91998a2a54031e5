/*---
id      = "ecommerce.customer_value"
title   = { en = "Customer value", fr = "Valeur client" }
says    = { en = "Revenue of a customer over all orders until now, on average; dated on the first order", fr = "Chiffre d'affaires d'un client sur toutes ses commandes jusqu'à présent, en moyenne ; datée de la première commande" }
level   = "strategic"
unit    = "money"
of_orders = "amounts"
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.average_order_value", "ecommerce.repeat_purchase_rate"]
differs = { ga4 = "LTV is of users, within 120 days of their first visit", matomo = "none" }
---*/
SELECT sum(revenue) / nullif(count(revenue), 0) FROM customers
