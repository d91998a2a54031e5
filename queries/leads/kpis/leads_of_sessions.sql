/*---
id      = "leads.leads_of_sessions"
title   = { en = "Leads that came by a session", fr = "Leads venus d'une session" }
says    = { en = "Leads of the CRM whose visitor had a session within the 30 days before", fr = "Leads du CRM dont le visiteur a eu une session dans les 30 jours précédents" }
unit    = "count"
needs   = ["page_view", "leads"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FROM crm_leads WHERE has_session
