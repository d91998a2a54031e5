/*---
id        = "leads.visits_before_lead"
title     = { en = "Visits before the lead", fr = "Visites avant le lead" }
says      = { en = "Sessions of a visitor up to the first lead, the one of the lead included; the median", fr = "Sessions d'un visiteur jusqu'au premier lead, celle du lead comprise ; médiane" }
unit      = "number"
direction = "decrease"
needs     = ["page_view", "generate_lead"]
per_visitor = true
differs   = { ga4 = "Touchpoints to key event", matomo = "Visits to conversion, in classes, of every conversion" }
source    = "Matomo, Visits to Conversion"
history   = "90d"
---*/
SELECT median(visits * 1.0) FROM first_leads
