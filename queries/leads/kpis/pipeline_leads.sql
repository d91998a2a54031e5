/*---
id      = "leads.pipeline_leads"
title   = { en = "Open leads", fr = "Leads ouverts" }
says    = { en = "Leads that are open at the end of the period's last day, never summed over days; by is_qualified: those that were qualified by then", fr = "Leads ouverts à la fin du dernier jour de la période, jamais additionnés d'un jour à l'autre ; par is_qualified : ceux alors qualifiés" }
unit    = "count"
needs   = ["leads"]
levers  = ["leads.leads"]
differs = { ga4 = "none", matomo = "none" }
window  = "1d"
grains  = ["day", "week", "month", "quarter", "year"]
---*/
SELECT count(*) FROM lead_pipeline
