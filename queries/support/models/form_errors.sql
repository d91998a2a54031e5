/*---
name       = "form_errors"
time       = "event_time"
key        = ["event_id"]
dimensions = [
  "error", "form_field", "form_id", "page_path", "channel", "landing_page", "new_returning", "device_category", "country", "language",
]
---*/
-- One row an error that a form showed; `error` is the property of that name.
SELECT event_time, event_id, properties['error'] AS error, form_field, form_id, page_path, channel, landing_page, new_returning,
       device_category, country, language
FROM hits
WHERE event_name = 'form_error'
