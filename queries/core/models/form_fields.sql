/*---
name       = "form_fields"
time       = "session_start"
key        = ["visitor_id", "session_id", "form_id", "form_field"]
dimensions = [
  "form_field", "form_id", "page_path", "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning",
  "device_category", "country", "language", "submitted", "failed", "visitor_id", "session_id",
]
---*/
-- One row for each session that started a form and each field the form is known to have, touched in this session or not.
SELECT form_visits.*,
       fields.form_field,
       coalesce(form_visits.last_field = fields.form_field, FALSE) AS is_last
FROM form_visits
JOIN (SELECT DISTINCT form_id, form_field
      FROM hits
      WHERE event_name IN ('form_start', 'form_field') AND form_field IS NOT NULL AND session_id IS NOT NULL) AS fields
  ON form_visits.form_id IS NOT DISTINCT FROM fields.form_id
WHERE form_visits.started
