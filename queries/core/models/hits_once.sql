/*---
name = "hits_once"
time = "event_time"
key  = ["event_id"]
---*/
-- One row an event, in which a purchase that only says again what one before it said is no key event again. All events stand here,
-- so that a group without key events has 0 and not nothing.
SELECT * EXCLUDE (is_key_event), is_key_event FROM hits WHERE event_name <> 'purchase'
UNION ALL
SELECT * EXCLUDE (is_key_event, order_id, nth), is_key_event AND nth = 1 AS is_key_event FROM purchase_events
