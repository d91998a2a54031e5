/*---
name       = "field_visits"
time       = "session_start"
key        = ["visitor_id", "session_id", "form_id", "form_field"]
dimensions = [
  "form_field", "form_id", "page_path", "channel", "source", "medium", "campaign", "landing_page", "new_returning",
  "device_category", "country", "language", "submitted", "visitor_id", "session_id",
]
---*/
-- One row for each session that started a form and each field the form is known to have, with whether the session touched it and
-- whether it met an error there.
SELECT form_fields.visitor_id, form_fields.session_id, form_fields.session_start, form_fields.form_id, form_fields.form_field,
       form_fields.page_path, form_fields.channel, form_fields.source, form_fields.medium, form_fields.campaign,
       form_fields.landing_page, form_fields.new_returning, form_fields.device_category, form_fields.country, form_fields.language,
       form_fields.submitted,
       coalesce(done.touches, 0) > 0 AS is_filled,
       coalesce(done.errors, 0) > 0  AS has_error
FROM form_fields
LEFT JOIN (SELECT visitor_id, session_id, form_id, form_field,
                  count(*) FILTER (WHERE event_name <> 'form_error') AS touches,
                  count(*) FILTER (WHERE event_name = 'form_error')  AS errors
           FROM hits
           WHERE event_name IN ('form_start', 'form_field', 'form_error') AND form_field IS NOT NULL AND session_id IS NOT NULL
           GROUP BY visitor_id, session_id, form_id, form_field) AS done
  ON done.visitor_id = form_fields.visitor_id AND done.session_id = form_fields.session_id
 AND done.form_field = form_fields.form_field AND done.form_id IS NOT DISTINCT FROM form_fields.form_id
