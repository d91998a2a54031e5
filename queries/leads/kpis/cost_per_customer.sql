/*---
id        = "leads.cost_per_customer"
title     = { en = "Customer acquisition cost", fr = "Coût d'acquisition d'un client" }
says      = { en = "Spend, divided by the leads that were won in the same period; by channel and campaign, by those of the last session within 30 days that did not come directly", fr = "Dépenses, divisées par les leads gagnés pendant la même période ; par canal et campagne, par ceux de la dernière session non directe des 30 derniers jours" }
unit      = "money"
direction = "decrease"
needs     = ["spend", "leads"]
levers    = ["leads.cost_per_qualified_lead", "leads.win_rate"]
differs   = { ga4 = "Cost per key event, of paid channels", matomo = "none" }
---*/
SELECT sum(cost) / nullif(sum(customers), 0) FROM lead_marketing
