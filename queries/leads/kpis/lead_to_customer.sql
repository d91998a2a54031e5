/*---
id       = "leads.lead_to_customer"
title    = { en = "Leads that become customers", fr = "Leads devenus clients" }
says     = { en = "Leads won within 90 days, of all leads that came in the period; complete 90 days after its end", fr = "Leads gagnés sous 90 jours, parmi tous les leads arrivés pendant la période ; complet 90 jours après sa fin" }
level    = "strategic"
unit     = "ratio"
needs    = ["leads"]
headline = true
levers   = ["leads.qualification_rate", "leads.win_rate"]
differs  = { ga4 = "none", matomo = "none" }
matures  = "90d"
---*/
SELECT count(*) FILTER (WHERE won_90d) * 1.0 / nullif(count(*), 0) FROM crm_leads
