/*---
name = "refund_events"
time = "event_time"
key  = ["event_id"]
---*/
-- One row a refund event; `is_repeat` where all of its order was paid back before: by a refund without an amount, which gives back
-- all there is, or by amounts that come to what the order did. What tags send where they have no id names no order.
SELECT told.*,
       coalesce(told.order_id IS NOT NULL
                AND (sum(CASE WHEN told.value IS NULL THEN 1 ELSE 0 END) OVER before > 0
                     OR sum(abs(told.value)) OVER before >= paid.revenue), FALSE) AS is_repeat
FROM (SELECT *,
             CASE WHEN NOT names_nothing(transaction_id) THEN translate(transaction_id, '# ', '') END AS order_id
      FROM hits
      WHERE event_name = 'refund') AS told
LEFT JOIN (SELECT coalesce(shop.order_id, bought.order_id) AS order_id,
                  coalesce(shop.revenue, bought.value)     AS revenue,
                  CASE WHEN shop.revenue IS NOT NULL THEN shop.currency ELSE bought.currency END AS currency
           FROM (SELECT * FROM purchase_events WHERE nth = 1) AS bought
           FULL JOIN shop_orders AS shop ON shop.order_id = bought.order_id) AS paid
  ON paid.order_id = told.order_id
 AND coalesce(told.currency, paid.currency, '') = coalesce(paid.currency, told.currency, '')
WINDOW before AS (PARTITION BY told.order_id ORDER BY told.event_time, told.place, told.event_id
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
