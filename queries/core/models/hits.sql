/*---
name = "hits"
time = "event_time"
key  = ["event_id"]
---*/
SELECT * FROM derived_hits WHERE is_bot IS NOT TRUE OR with_bots()
