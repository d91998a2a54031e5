/*---
name = "steps"
time = "event_time"
key = ["event_id"]
---*/
WITH ranked AS (SELECT *, row_number() OVER (PARTITION BY visitor_id ORDER BY event_time) AS nth FROM hits)
SELECT event_id, event_time, nth FROM ranked
