/*---
id        = "ecommerce.item_refunds"
title     = { en = "Refunds by product", fr = "Remboursements par produit" }
says      = { en = "Price times quantity of what was paid back, on the day it was: the items that a refund names, else all lines of an order paid back whole. Refunds of a part that name no item stand under no product, with their amount", fr = "Prix fois quantité de ce qui a été remboursé, au jour du remboursement : les articles que nomme un remboursement, sinon toutes les lignes d'une commande remboursée en entier. Les remboursements partiels qui ne nomment aucun article figurent sans produit, pour leur montant" }
unit      = "money"
needs     = ["refund | shop_orders.refunded"]
direction = "decrease"
levers    = ["ecommerce.return_rate"]
differs   = { ga4 = "Item refund amount, of events that name items alone", matomo = "none" }
source    = "GA4, Item refund amount"
---*/
SELECT sum(amount) FROM returned_items
