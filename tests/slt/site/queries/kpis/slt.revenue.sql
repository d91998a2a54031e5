/*---
id   = "slt.revenue"
unit = "money"
---*/
SELECT sum(value) FROM hits WHERE event_name = 'purchase'
