/*---
name = "hits"
time = "event_time"
key  = ["event_id"]
---*/
SELECT * FROM events WHERE is_bot IS NOT TRUE
