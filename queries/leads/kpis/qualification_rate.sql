/*---
id       = "leads.qualification_rate"
title    = { en = "Qualification rate", fr = "Taux de qualification" }
says     = { en = "Leads qualified within 30 days, of all leads that came in the period; complete 30 days after its end", fr = "Leads qualifiés sous 30 jours, parmi tous les leads arrivés pendant la période ; complet 30 jours après sa fin" }
unit     = "ratio"
needs    = ["leads"]
headline = true
levers   = ["leads.speed_to_qualify"]
differs  = { ga4 = "none", matomo = "none" }
matures  = "30d"
---*/
SELECT count(*) FILTER (WHERE qualified_30d) * 1.0 / nullif(count(*), 0) FROM crm_leads
