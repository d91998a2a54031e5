/*---
id      = "leads.lead_visitors"
title   = { en = "Visitors' first leads", fr = "Premiers leads des visiteurs" }
says    = { en = "Visitors by the day of their first lead; ask by visits_class or visits for their number of visits up to it", fr = "Visiteurs au jour de leur premier lead ; à demander par visits_class ou visits pour leur nombre de visites jusque-là" }
unit    = "count"
needs   = ["page_view", "generate_lead"]
per_visitor = true
differs = { ga4 = "none", matomo = "Visits to conversion, of every conversion" }
source  = "Matomo, Visits to Conversion"
history = "90d"
---*/
SELECT count(*) FROM first_leads
