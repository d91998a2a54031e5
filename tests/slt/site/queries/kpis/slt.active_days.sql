/*---
id   = "slt.active_days"
unit = "number"
---*/
SELECT avg(days) FROM (SELECT visitor_id, count(DISTINCT cast(event_time AS DATE)) AS days FROM hits GROUP BY visitor_id)
