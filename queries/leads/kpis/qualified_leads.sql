/*---
id      = "leads.qualified_leads"
title   = { en = "Qualified leads", fr = "Leads qualifiés" }
says    = { en = "Leads that were qualified in the period, whenever they came; who was won was qualified, at the latest then", fr = "Leads qualifiés pendant la période, quelle que soit leur arrivée ; un lead gagné a été qualifié, au plus tard à ce moment" }
level   = "strategic"
unit    = "count"
needs   = ["leads"]
levers  = ["leads.leads", "leads.qualification_rate"]
differs = { ga4 = "Event qualify_lead", matomo = "none" }
---*/
SELECT count(*) FROM lead_steps WHERE step = 'qualified'
