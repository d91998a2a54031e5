/*---
id        = "leads.campaign_spend"
title     = { en = "Marketing spend", fr = "Dépenses marketing" }
says      = { en = "What was spent on campaigns", fr = "Sommes dépensées en campagnes" }
unit      = "money"
direction = "decrease"
needs     = ["spend"]
differs   = { ga4 = "Ads cost", matomo = "none" }
source    = "GA4, Ads cost"
---*/
SELECT sum(cost) FROM lead_marketing
