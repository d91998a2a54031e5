/*---
id       = "leads.pipeline_value"
title    = { en = "Pipeline", fr = "Pipeline" }
says     = { en = "Amounts of the leads that are open at the end of the period's last day, never summed over days; amounts as they are known today, because what they were is not kept", fr = "Montants des leads ouverts à la fin du dernier jour de la période, jamais additionnés d'un jour à l'autre ; montants connus aujourd'hui, car ceux d'alors ne sont pas conservés" }
level    = "strategic"
unit     = "money"
needs    = ["leads"]
headline = true
levers   = ["leads.leads", "leads.qualification_rate"]
differs  = { ga4 = "none", matomo = "none" }
window   = "1d"
grains   = ["day", "week", "month", "quarter", "year"]
---*/
SELECT sum(amount) FROM lead_pipeline
