/*---
id        = "leads.cost_per_lead"
title     = { en = "Cost per lead", fr = "Coût par lead" }
says      = { en = "Spend, divided by the leads that came in the same period; by channel and campaign, by those of the last session within 30 days that did not come directly", fr = "Dépenses, divisées par les leads arrivés pendant la même période ; par canal et campagne, par ceux de la dernière session non directe des 30 derniers jours" }
unit      = "money"
direction = "decrease"
needs     = ["spend", "leads"]
headline  = true
levers    = ["leads.lead_conversion", "leads.landing_conversion"]
differs   = { ga4 = "Cost per key event, of paid channels", matomo = "none" }
---*/
SELECT sum(cost) / nullif(sum(leads), 0) FROM lead_marketing
