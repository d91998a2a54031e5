/*---
id      = "ecommerce.purchase_conversion"
title   = { en = "Purchase conversion rate", fr = "Taux de conversion à l'achat" }
says    = { en = "Sessions with at least one order, of all sessions; no value where orders belong to no session", fr = "Sessions ayant au moins une commande, parmi toutes les sessions ; sans valeur là où les commandes n'appartiennent à aucune session" }
level   = "strategic"
unit    = "ratio"
headline = true
needs   = ["page_view", "purchase"]
levers  = ["ecommerce.product_view_rate", "ecommerce.view_to_cart", "ecommerce.cart_to_checkout", "ecommerce.checkout_to_purchase"]
tree    = [["ecommerce.product_view_rate", "ecommerce.view_to_cart", "ecommerce.cart_to_checkout", "ecommerce.checkout_to_purchase"]]
differs = { ga4 = "Session key event rate of purchase; GA4 counts an order again where it is sent again", matomo = "the same" }
source  = "Matomo, Goals, conversion_rate"
---*/
SELECT count(*) FILTER (WHERE reached_purchase) * 1.0 / nullif(count(*), 0)
FROM shop_sessions WHERE orders_known
