/*---
id        = "shop.repeat_buyers"
title     = { en = "Repeat buyers", fr = "Acheteurs fidèles" }
says      = { en = "Buyers with more than one order in the period, of all buyers", fr = "Acheteurs ayant passé plusieurs commandes sur la période, parmi tous les acheteurs" }
level     = "strategic"
unit      = "ratio"
direction = "increase"
needs     = ["purchase"]
---*/
SELECT count(*) FILTER (WHERE orders > 1) * 1.0 / nullif(count(*), 0)
FROM (
    SELECT visitor_id, count(DISTINCT transaction_id) AS orders
    FROM events
    WHERE event_name = 'purchase'
    GROUP BY visitor_id
)
