/*---
id      = "ecommerce.orders_without_session"
title   = { en = "Orders without a session", fr = "Commandes sans session" }
says    = { en = "Orders that no session is known of: by telephone, or not seen by the tag", fr = "Commandes dont aucune session n'est connue : par téléphone, ou non vues par le marqueur" }
unit    = "count"
needs   = ["purchase | shop_orders"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FROM orders WHERE session_id IS NULL
