/*---
id      = "leads.leads_with_session"
title   = { en = "Leads with a session", fr = "Leads ayant une session" }
says    = { en = "Leads of the CRM whose visitor had a session within the 30 days before, of all leads: how much of the CRM the tag knows", fr = "Leads du CRM dont le visiteur a eu une session dans les 30 jours précédents, parmi tous les leads : ce que le marqueur connaît du CRM" }
unit    = "ratio"
needs   = ["page_view", "leads"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FILTER (WHERE has_session) * 1.0 / nullif(count(*), 0) FROM crm_leads
