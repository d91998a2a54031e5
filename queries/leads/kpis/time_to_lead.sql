/*---
id        = "leads.time_to_lead"
title     = { en = "Time to lead", fr = "Délai avant le lead" }
says      = { en = "Time from a visitor's first known session to the first lead, the median", fr = "Temps entre la première session connue d'un visiteur et le premier lead, médiane" }
unit      = "duration"
direction = "decrease"
needs     = ["page_view", "generate_lead"]
per_visitor = true
differs   = { ga4 = "Days to key event, from the first touch of the lookback window", matomo = "Days to conversion, in classes, of every conversion" }
source    = "Matomo, Days to Conversion"
history   = "90d"
---*/
SELECT median(seconds_to_lead * 1.0) FROM first_leads
