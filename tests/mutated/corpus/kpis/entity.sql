/*---
id = "shop.per_visitor"
unit = "amount"
window = "28d"
---*/
SELECT avg(total) FROM (SELECT visitor_id, sum(value) AS total FROM hits GROUP BY visitor_id)
