/*---
id        = "leads.pages_before_lead"
title     = { en = "Pages before the lead", fr = "Pages avant le lead" }
says      = { en = "Page views of a visitor up to the end of the session of the first lead; the median", fr = "Pages vues d'un visiteur jusqu'à la fin de la session du premier lead ; médiane" }
unit      = "number"
direction = "decrease"
needs     = ["page_view", "generate_lead"]
per_visitor = true
differs   = { ga4 = "none", matomo = "none" }
history   = "90d"
---*/
SELECT median(pages * 1.0) FROM first_leads
