/*---
id      = "ecommerce.revenue_without_session"
title   = { en = "Revenue without a session", fr = "Chiffre d'affaires sans session" }
says    = { en = "What orders came to that no session is known of: by telephone, or not seen by the tag", fr = "Montant des commandes dont aucune session n'est connue : par téléphone, ou non vues par le marqueur" }
unit    = "money"
needs   = ["purchase | shop_orders"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT sum(revenue) FROM orders WHERE session_id IS NULL
