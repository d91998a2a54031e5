/*---
id      = "leads.customers"
title   = { en = "Leads won", fr = "Leads gagnés" }
says    = { en = "Leads that were won in the period, whenever they came", fr = "Leads gagnés pendant la période, quelle que soit leur arrivée" }
level   = "strategic"
unit    = "count"
needs   = ["leads"]
levers  = ["leads.qualified_leads", "leads.win_rate"]
differs = { ga4 = "Event close_convert_lead", matomo = "none" }
---*/
SELECT count(*) FROM lead_steps WHERE step = 'won'
