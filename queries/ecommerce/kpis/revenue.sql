/*---
id      = "ecommerce.revenue"
title   = { en = "Revenue", fr = "Chiffre d'affaires" }
says    = { en = "What orders that count came to, before refunds; an order counts once, a refunded one, too. `[orders] revenue` says whether tax and shipping are in it: all that was paid unless it is set; without tax, orders whose tax is unknown have no amount", fr = "Montant des commandes qui comptent, avant remboursements ; une commande compte une fois, même remboursée. `[orders] revenue` dit si taxes et livraison en sont : tout ce qui a été payé sauf réglage ; hors taxes, les commandes dont la taxe est inconnue n'ont pas de montant" }
level   = "strategic"
unit    = "money"
of_orders = "amounts"
headline = true
needs   = ["purchase | shop_orders"]
levers  = ["ecommerce.orders", "ecommerce.average_order_value"]
tree    = [["core.sessions", "ecommerce.purchase_conversion", "ecommerce.orders_per_buying_session", "ecommerce.session_order_value"], ["ecommerce.revenue_without_session"]]
differs = { ga4 = "Gross purchase revenue; Purchase revenue takes refunds off", matomo = "Revenue of orders" }
source  = "GA4, Gross purchase revenue"
---*/
SELECT sum(revenue) FROM orders
