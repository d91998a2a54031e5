/*---
name = "buyers"
time = "event_time"
key = ["event_id"]
---*/
SELECT event_id, event_time, visitor_id, value FROM hits WHERE value > 0
