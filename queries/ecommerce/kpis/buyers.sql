/*---
id      = "ecommerce.buyers"
title   = { en = "Buyers", fr = "Acheteurs" }
says    = { en = "Different buyers with an order, by customer id, else by visitor; orders of unknown buyers count for none. Who bought without a session counts here, and not among `visitors`", fr = "Acheteurs différents ayant une commande, par identifiant client, sinon par visiteur ; les commandes d'acheteurs inconnus ne comptent pour personne. Qui a acheté sans session compte ici, et pas parmi les `visitors`" }
level   = "strategic"
unit    = "count"
of_orders = "number"
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.visitor_conversion", "ecommerce.new_customers"]
differs = { ga4 = "Total purchasers", matomo = "none" }
source  = "GA4, Total purchasers"
---*/
SELECT count(DISTINCT buyer_id) FROM orders
