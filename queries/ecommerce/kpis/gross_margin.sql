/*---
id      = "ecommerce.gross_margin"
title   = { en = "Gross margin", fr = "Marge brute" }
says    = { en = "Revenue less the cost of what was sold, of the revenue; orders whose cost is known (`cost` among the properties of a purchase)", fr = "Chiffre d'affaires moins le coût des articles vendus, rapporté au chiffre d'affaires ; commandes dont le coût est connu (`cost` parmi les propriétés de l'achat)" }
level   = "strategic"
unit    = "ratio"
of_orders = "amounts"
needs   = ["purchase"]
levers  = ["ecommerce.average_order_value"]
differs = { ga4 = "none", matomo = "none" }
---*/
SELECT (sum(revenue) - sum(cost)) / nullif(sum(revenue), 0)
FROM orders WHERE cost IS NOT NULL
