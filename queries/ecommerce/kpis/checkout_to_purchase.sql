/*---
id      = "ecommerce.checkout_to_purchase"
title   = { en = "Checkout to purchase", fr = "Du paiement à l'achat" }
says    = { en = "Sessions with an order, of those that began a checkout or came further; no value where orders belong to no session", fr = "Sessions ayant une commande, parmi celles ayant commencé le paiement ou parvenues plus loin ; sans valeur là où les commandes n'appartiennent à aucune session" }
unit    = "ratio"
needs   = ["page_view", "begin_checkout", "purchase"]
levers  = ["ecommerce.checkout_abandonment"]
differs = { ga4 = "Checkout journey counts users", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE reached_purchase) * 1.0 / nullif(count(*) FILTER (WHERE reached_checkout), 0)
FROM shop_sessions WHERE orders_known
