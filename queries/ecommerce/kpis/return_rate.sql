/*---
id        = "ecommerce.return_rate"
title     = { en = "Return rate", fr = "Taux de retour" }
says      = { en = "Orders of the period that were refunded since, wholly or in part, of all orders of the period; returns take weeks to come. No value where no refund ever named its order", fr = "Commandes de la période remboursées depuis, en tout ou en partie, parmi toutes les commandes de la période ; les retours mettent des semaines à arriver. Sans valeur si aucun remboursement n'a jamais nommé sa commande" }
unit      = "ratio"
needs     = ["refund | shop_orders.refunded"]
direction = "decrease"
differs   = { ga4 = "none", matomo = "none" }
matures   = "30d"
---*/
SELECT count(*) FILTER (WHERE is_refunded) * 1.0 / nullif(count(*), 0)
FROM orders WHERE returns_known
