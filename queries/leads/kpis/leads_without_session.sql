/*---
id      = "leads.leads_without_session"
title   = { en = "Leads without a session", fr = "Leads sans session" }
says    = { en = "Leads of the CRM that no session is known of: by telephone, at a fair, or not seen by the tag", fr = "Leads du CRM dont aucune session n'est connue : par téléphone, sur un salon, ou non vus par le marqueur" }
unit    = "count"
needs   = ["leads"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FROM crm_leads WHERE NOT has_session
