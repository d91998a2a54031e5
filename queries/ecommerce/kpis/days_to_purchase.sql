/*---
id        = "ecommerce.days_to_purchase"
title     = { en = "Days to purchase", fr = "Jours avant l'achat" }
says      = { en = "Days from the first known session of a visitor to the first order, the median over first orders", fr = "Jours entre la première session connue d'un visiteur et la première commande, médiane des premières commandes" }
unit      = "number"
direction = "decrease"
needs     = ["page_view", "purchase | shop_orders"]
differs   = { ga4 = "Days to key event, from the first touch of the lookback window", matomo = "Days to conversion, in classes, of every order" }
source    = "Matomo, Days to Conversion"
history   = "90d"
---*/
SELECT median(days_before) FROM touches WHERE touch_number = 1 AND is_first_order
