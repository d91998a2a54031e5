/*---
id        = "gravity_forms.entries"
title     = { en = "Gravity Forms: entries, beside a CRM's leads", fr = "Gravity Forms : entrées, à côté des prospects d'un CRM" }
into      = "events"
recognise = [["Created By (User Id)", "Entry Id", "Entry Date", "Source Url", "User Agent", "User IP"]]
dates     = "Entry Date"
---*/
-- Events and no leads: the CRM's own export has these. Nobody's cookie is in the file: each entry is a visitor of its own.
SELECT 'gravity-' || "Entry Id"    AS event_id,
       "Entry Date"                AS event_time,
       'form_submit'               AS event_name,
       'gravity-' || "Entry Id"    AS visitor_id,
       "Source Url"                AS page_location,
       "User Agent"                AS user_agent
FROM raw
