/*---
id      = "leads.win_rate"
title   = { en = "Win rate", fr = "Taux de gain" }
says    = { en = "Leads won within 90 days, of those won or lost within 90 days; by the day they came, complete 90 days after the period's end", fr = "Leads gagnés sous 90 jours, parmi ceux gagnés ou perdus sous 90 jours ; au jour de leur arrivée, complet 90 jours après la fin de la période" }
unit    = "ratio"
needs   = ["leads"]
levers  = ["leads.speed_to_qualify"]
differs = { ga4 = "none", matomo = "none" }
matures = "90d"
---*/
SELECT count(*) FILTER (WHERE won_90d) * 1.0 / nullif(count(*) FILTER (WHERE won_90d OR lost_90d), 0) FROM crm_leads
