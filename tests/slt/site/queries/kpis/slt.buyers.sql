/*---
id   = "slt.buyers"
unit = "ratio"
---*/
SELECT count(DISTINCT visitor_id) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(DISTINCT visitor_id), 0)
FROM hits
