/*---
id        = "shop.checkout_to_purchase"
title     = { en = "Checkout to purchase", fr = "De la caisse à l'achat" }
says      = { en = "Buyers, of those who went to the checkout or bought", fr = "Acheteurs, parmi ceux passés en caisse ou ayant acheté" }
level     = "tactical"
unit      = "ratio"
direction = "increase"
needs     = ["begin_checkout", "purchase"]
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM events
WHERE event_name IN ('begin_checkout', 'purchase')
