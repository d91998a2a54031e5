/*---
id        = "ecommerce.units_returned"
title     = { en = "Units returned", fr = "Articles retournés" }
says      = { en = "Pieces that were paid back, on the day they were, where a refund names its items or is of a whole order: ask by item_id or item_category", fr = "Pièces remboursées, au jour du remboursement, si celui-ci nomme ses articles ou porte sur toute la commande : à demander par item_id ou item_category" }
unit      = "number"
needs     = ["refund | shop_orders.refunded"]
direction = "decrease"
levers    = ["ecommerce.return_rate"]
differs   = { ga4 = "Item refund quantity", matomo = "none" }
source    = "GA4, Item refund quantity"
---*/
SELECT sum(quantity) FROM returned_items
