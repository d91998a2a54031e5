/*---
name = "key_events"
time = "event_time"
key  = ["event_id"]
---*/
-- One row a key event: an event named in `[goals]`, but for purchases that only say again what one before them said.
SELECT * FROM hits WHERE is_key_event AND event_name <> 'purchase'
UNION ALL
SELECT * EXCLUDE (order_id, nth) FROM purchase_events WHERE is_key_event AND nth = 1
