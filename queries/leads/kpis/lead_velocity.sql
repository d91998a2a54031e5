/*---
id      = "leads.lead_velocity"
title   = { en = "Lead velocity", fr = "Vélocité des leads" }
says    = { en = "Change of qualified leads on the period before, of that period's: 0.1 is a tenth more", fr = "Variation des leads qualifiés par rapport à la période précédente, rapportée à celle-ci : 0,1 est un dixième de plus" }
level   = "strategic"
unit    = "ratio"
levers  = ["leads.qualified_leads"]
differs = { ga4 = "none", matomo = "none" }
source  = "Lead velocity rate, J. Lemkin"
---*/
SELECT ("leads.qualified_leads" - previous("leads.qualified_leads")) * 1.0 / nullif(previous("leads.qualified_leads"), 0) FROM kpis
