/*---
id        = "typeform.answers"
title     = { en = "Typeform: answers, beside a CRM's leads", fr = "Typeform : réponses, à côté des prospects d'un CRM" }
into      = "events"
recognise = [["#", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]]

[source]
timezone = "UTC"
---*/
-- Events and no leads: the CRM's own export has these. What was answered is left out.
SELECT "#"                    AS event_id,
       "Submit Date (UTC)"    AS event_time,
       'form_submit'          AS event_name,
       "Network ID"           AS visitor_id
FROM raw
