/*---
id       = "leads.leads"
title    = { en = "Leads", fr = "Leads" }
says     = { en = "Leads in the CRM, by the day they came", fr = "Leads du CRM, au jour de leur arrivée" }
level    = "strategic"
unit     = "count"
needs    = ["leads"]
headline = true
levers   = ["core.sessions", "leads.lead_conversion"]
tree     = [["core.sessions", "leads.lead_conversion", "leads.leads_per_converting_session"], ["leads.leads_without_session"]]
differs  = { ga4 = "Counts generate_lead events, see leads.tracked_leads", matomo = "Conversions of a goal" }
---*/
SELECT count(*) FROM crm_leads
