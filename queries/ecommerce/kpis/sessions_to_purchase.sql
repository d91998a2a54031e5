/*---
id        = "ecommerce.sessions_to_purchase"
title     = { en = "Sessions to purchase", fr = "Sessions avant l'achat" }
says      = { en = "Sessions of a visitor up to the first order, the one of the order included; the median over first orders", fr = "Sessions d'un visiteur jusqu'à la première commande, celle de la commande comprise ; médiane des premières commandes" }
unit      = "number"
direction = "decrease"
needs     = ["page_view", "purchase | shop_orders"]
differs   = { ga4 = "Touchpoints to key event", matomo = "Visits to conversion, in classes, of every order" }
source    = "Matomo, Visits to Conversion"
history   = "90d"
---*/
SELECT median(touches * 1.0) FROM touches WHERE touch_number = 1 AND is_first_order
