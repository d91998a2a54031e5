/*---
id        = "typeform.leads"
title     = { en = "Typeform: answers that are the leads", fr = "Typeform : réponses qui sont les prospects" }
into      = "leads"
recognise = [["#", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]]
alone     = true

[source]
timezone = "UTC"
---*/
-- Where no CRM's own export is: it has these, too. What was answered is left out.
SELECT "#"                    AS lead_id,
       "Submit Date (UTC)"    AS created_at
FROM raw
