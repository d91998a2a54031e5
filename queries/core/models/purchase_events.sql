/*---
name = "purchase_events"
time = "event_time"
key  = ["event_id"]
---*/
-- One row a purchase event: which order it is of, and as the how manieth (`nth`). Here is decided what an order is: of events
-- with one transaction id the first inside of a session counts, else the first (`nth` 1), on whatever day the others come. What
-- tags send where they have no id names no order: such a purchase is one of its own. `#` and spaces are no part of an id: shop and tag
-- seldom write them alike.
SELECT *,
       row_number() OVER (PARTITION BY order_id ORDER BY session_id IS NULL, event_time, place, event_id) AS nth
FROM (SELECT *,
             CASE WHEN names_nothing(transaction_id) THEN event_id ELSE translate(transaction_id, '# ', '') END AS order_id
      FROM hits
      WHERE event_name = 'purchase')
