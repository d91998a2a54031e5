/*---
id = "shop.rate"
unit = "percent"
direction = "increase"
---*/
SELECT count(*) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(DISTINCT visitor_id), 0) FROM hits
