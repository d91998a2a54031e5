/*---
id      = "leads.first_visit_leads"
title   = { en = "Leads on the first visit", fr = "Leads dès la première visite" }
says    = { en = "Visitors whose first lead came in their first session, of all visitors with a first lead in the period", fr = "Visiteurs dont le premier lead est venu dès la première session, parmi tous les visiteurs ayant un premier lead dans la période" }
unit    = "ratio"
needs   = ["page_view", "generate_lead"]
per_visitor = true
differs = { ga4 = "none", matomo = "Visits to conversion, the first class" }
source  = "Matomo, Visits to Conversion"
history = "90d"
---*/
SELECT count(*) FILTER (WHERE visits = 1) * 1.0 / nullif(count(*), 0) FROM first_leads
