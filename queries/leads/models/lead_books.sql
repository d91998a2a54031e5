/*---
name       = "lead_books"
time       = "created_at"
key        = ["lead_id"]
dimensions = ["crm_channel", "stage", "currency", "weekday", "lead_id"]
---*/
-- One row a lead that the CRM has, with whether the tag saw it: a `generate_lead` whose transaction_id is the lead's id. `ids_known`
-- is false in every row where no lead has such an event: then the two have no ids in common, and nothing can be said.
SELECT lead.lead_id,
       lead.created_at,
       lead.day,
       lead.crm_channel,
       lead.stage,
       lead.currency,
       cast(extract(isodow FROM lead.day) AS BIGINT)      AS weekday,
       seen.lead_id IS NOT NULL                           AS in_events,
       bool_or(seen.lead_id IS NOT NULL) OVER ()          AS ids_known
FROM crm_leads AS lead
LEFT JOIN (SELECT DISTINCT transaction_id AS lead_id
           FROM hits WHERE event_name = 'generate_lead' AND transaction_id IS NOT NULL) AS seen ON seen.lead_id = lead.lead_id
CROSS JOIN (SELECT min(event_time) AS since FROM hits WHERE event_name = 'generate_lead') AS tag
WHERE lead.created_at >= tag.since
