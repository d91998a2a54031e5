/*---
id        = "ecommerce.checkout_abandonment"
title     = { en = "Checkout abandonment", fr = "Abandon au paiement" }
says      = { en = "Sessions that began a checkout and did not buy, of those that began one", fr = "Sessions ayant commencé le paiement sans acheter, parmi celles l'ayant commencé" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view", "begin_checkout", "purchase"]
differs   = { ga4 = "Abandonment rate of the checkout journey, by users", matomo = "none" }
---*/
SELECT count(*) FILTER (WHERE NOT reached_purchase) * 1.0 / nullif(count(*), 0)
FROM checkouts WHERE orders_known
